"""What the rows of a table mean: a survey, wide or long, or a transcript.

The layout is told by the headers and by what stands below them. Open-ended answers become turns;
closed items become attributes of the respondent, except those that would name a person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from csec_qual.base.text import one_line
from csec_qual.model.transcript import Notice, SourceType, TurnKind
from csec_qual.readers.draft import Draft, Piece
from csec_qual.readers.times import seconds

_SPEAKER = re.compile(
    r"(?:speaker|who|voice|participant|name)(?:[ _]?(?:name|label|id))?|label", re.IGNORECASE
)
_WORDS = re.compile(
    r"(?:turn |utterance )?(?:text|transcript|transcription|utterances?|words|content|speech|sentence|"
    r"dialogue|statement|message|body)",
    re.IGNORECASE,
)
_START = re.compile(
    r"(?:start|begin|time|timestamp|time ?code|in)(?:[ _]?(?:time|s|sec|seconds|ms))?", re.IGNORECASE
)
_END = re.compile(r"(?:end|stop|out)(?:[ _]?(?:time|s|sec|seconds|ms))?", re.IGNORECASE)
_QUESTION = re.compile(r"(?:survey )?(?:question|item|prompt)(?:[ _]?(?:text|label|wording))?", re.IGNORECASE)
_RESPONSE = re.compile(
    r"(?:open[- ]ended )?(?:response|answer|reply|verbatim|comment)s?(?:[ _]?text)?|text", re.IGNORECASE
)
_RESPONDENT = re.compile(
    r"(?:respondent|response|participant|record|case|survey|subject|user|person|collector)?[ _]?"
    r"(?:id|no\.?|number|#|code|key)|respondents?|participants?|responseid|externalreference|row",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:ip[ _]?address|e-?mail|recipient|latitude|longitude|phone|(?:first|last|full|your)[ _]?name|name|"
    r"address|signature)\b|ipaddress|(?:recipient|location)[A-Z]",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:start|end|recorded|created|completed|submitted|date|time)[ _]?(?:date|time|at)?|timestamp|progress|"
    r"finished|status|duration.*|distribution[ _]?channel|user[ _]?language|collector[ _]?id|"
    r"custom[ _]?data.*|import[ _]?id",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?:your |primary |job )*(?:county|region|role|title|position|agency|organi[sz]ation|department|sector|"
    r"discipline|system|program|gender|race|ethnicity|age|language|years?|tenure|consent|mode|source|wave|"
    r"role group)\b.{0,25}",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"comment|explain|describe|specify|tell us|why\b|anything else|other\b|in your own words|please share|"
    r"elaborate|open[- ]?ended",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:what|how|why|where|who|when|which|please|list|name)\b", re.IGNORECASE)
_SUBHEADERS = frozenset({"response", "open-ended response", "other (please specify)", "open ended response"})
_WORD = re.compile(r"\w")
_OPEN_WORDS = 4


class TableError(ValueError):
    """Rows that cannot be read as they are.

    Attributes:
        what: What is wrong.
        fix: What to do.
        line: Row of the table, or None.
        is_conflict: Whether two rows contradict each other, rather than nothing being there.
    """

    def __init__(self, what: str, fix: str, line: int | None = None, *, is_conflict: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.line = line
        self.is_conflict = is_conflict


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        line: Line of a text file, or row of a sheet, from 1.
        cells: Its cells without white space at the ends.
    """

    line: int
    cells: tuple[str, ...]

    def at(self, column: int | None) -> str:
        """A cell; empty where the row is short or there is no such column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


def is_table_header(cells: Sequence[str]) -> bool:
    """Whether a line's cells are the header of a transcript or of a long survey."""
    stripped = [cell.strip().strip('"') for cell in cells]
    return len(stripped) > 1 and (
        (_column(stripped, _SPEAKER) is not None and _column(stripped, _WORDS) is not None)
        or (
            _column(stripped, _START) is not None
            and _column(stripped, _END) is not None
            and _column(stripped, _WORDS) is not None
        )
        or (_column(stripped, _QUESTION) is not None and _column(stripped, _RESPONSE) is not None)
    )


def read_rows(rows: Sequence[Row], kind: str, notices: Sequence[Notice]) -> Draft:
    """The draft of a table.

    Args:
        rows: Rows that hold anything, header included.
        kind: csv, tsv or xlsx.
        notices: What was noticed on the way here.

    Raises:
        TableError: There is no header, no words, or two respondents share an id.
    """
    header, body = _header_and_body(rows)
    header = [one_line(name) for name in header]
    question, response = _column(header, _QUESTION), _column(header, _RESPONSE)
    if question is not None and response is not None and question != response:
        return _long_survey(header, body, question, response, kind, notices)
    words = _column(header, _WORDS)
    if words is not None and (
        _column(header, _SPEAKER) is not None
        or (_column(header, _START) is not None and _column(header, _END) is not None)
    ):
        return _transcript(header, body, words, kind, notices)
    return _wide_survey(header, body, kind, notices)


def _header_and_body(rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """The header, below any title, and the rows of people below it."""
    width = median([sum(bool(cell) for cell in row.cells) for row in rows]) if rows else 0
    first = next(
        (at for at, row in enumerate(rows) if sum(bool(cell) for cell in row.cells) >= max(2, 0.6 * width)),
        None,
    )
    if first is None or first + 1 >= len(rows):
        raise TableError(
            "there is no header with answers below it.", "Give every column a header in the first row."
        )
    header, body = list(rows[first].cells), list(rows[first + 1 :])
    imports = next(
        (at for at, row in enumerate(body[:2]) if any("ImportId" in cell for cell in row.cells)), None
    )
    if imports is not None:
        # Qualtrics: short names, then the questions, then a row of import ids.
        named = list(body[0].cells) if imports == 1 else header
        return named, body[imports + 1 :]
    if any(cell.casefold() in _SUBHEADERS for cell in body[0].cells):
        # SurveyMonkey: the question above, the choice or "Open-Ended Response" below.
        return _joined_header(header, body[0]), body[1:]
    return header, body


def _joined_header(header: Sequence[str], below: Row) -> list[str]:
    joined, question = [], ""
    for at in range(max(len(header), len(below.cells))):
        question = (header[at] if at < len(header) else "") or question
        choice = below.at(at)
        joined.append(question if not choice or choice.casefold() in _SUBHEADERS else f"{question} {choice}")
    return joined


def _column(header: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((at for at, name in enumerate(header) if pattern.fullmatch(name.strip(" :*"))), None)


def _long_survey(
    header: Sequence[str],
    body: Sequence[Row],
    question: int,
    response: int,
    kind: str,
    notices: Sequence[Notice],
) -> Draft:
    who = _column(header, _RESPONDENT)
    who = who if who is not None else _column(header, _SPEAKER)
    others = [at for at in range(len(header)) if at not in {who, question, response}]
    pieces, attributes = [], dict[str, dict[str, str]]()
    for row in body:
        label = row.at(who) or f"R{row.line:03}"
        told = _attributes(header, row, others)
        if attributes.setdefault(label, told) != told:
            differing = next(
                name
                for name in told.keys() | attributes[label].keys()
                if told.get(name) != attributes[label].get(name)
            )
            raise TableError(
                f"respondent '{label}' has '{told.get(differing, '')}' in column '{differing}' here and "
                f"'{attributes[label].get(differing, '')}' above.",
                "Give two respondents two ids, or make the rows agree.",
                row.line,
                is_conflict=True,
            )
        if _WORD.search(row.at(response)):
            pieces.append(_response(label, row.at(response), row.line, row.at(question)))
    return _survey(pieces, attributes, f"{kind}/survey-long", notices)


def _wide_survey(header: Sequence[str], body: Sequence[Row], kind: str, notices: Sequence[Notice]) -> Draft:
    who = _respondents(header, body)
    open_ended = [
        at for at in range(len(header)) if at != who and _is_open(header[at], [row.at(at) for row in body])
    ]
    others = [at for at in range(len(header)) if at != who and at not in open_ended]
    pieces, attributes = [], dict[str, dict[str, str]]()
    for number, row in enumerate(body, start=1):
        label = row.at(who) or f"R{number:03}"
        if label in attributes:
            raise TableError(
                f"two rows belong to respondent '{label}'.",
                "Give every respondent an id of their own.",
                row.line,
                is_conflict=True,
            )
        attributes[label] = _attributes(header, row, others)
        pieces += [
            _response(label, row.at(at), row.line, header[at])
            for at in open_ended
            if _WORD.search(row.at(at))
        ]
    return _survey(pieces, attributes, f"{kind}/survey-wide", notices)


def _response(label: str, text: str, line: int, question: str) -> Piece:
    return Piece(label, text, line, kind=TurnKind.RESPONSE, question=question)


def _survey(
    pieces: Sequence[Piece],
    attributes: Mapping[str, Mapping[str, str]],
    reader: str,
    notices: Sequence[Notice],
) -> Draft:
    if not pieces:
        raise TableError("no column holds open-ended answers.", "Check that it is the right file and sheet.")
    return Draft(reader, tuple(pieces), tuple(notices), SourceType.SURVEY, attributes=attributes)


def _respondents(header: Sequence[str], body: Sequence[Row]) -> int | None:
    """The column of respondent ids: named so, short, and filled."""
    for at, name in enumerate(header):
        cells = [row.at(at) for row in body]
        if (
            _RESPONDENT.fullmatch(name.strip(" :*#"))
            and all(cells)
            and mean(len(cell.split()) for cell in cells) <= 2
        ):
            return at
    return None


def _attributes(header: Sequence[str], row: Row, columns: Sequence[int]) -> dict[str, str]:
    return {
        header[at]: row.at(at)
        for at in columns
        if header[at]
        and row.at(at)
        and not _PERSONAL.search(header[at])
        and not _MACHINE.fullmatch(header[at])
    }


def _is_open(name: str, cells: Sequence[str]) -> bool:
    """Whether a column holds answers in people's own words."""
    filled = [cell for cell in cells if cell]
    if (
        not name
        or not filled
        or _MACHINE.fullmatch(name)
        or _RESPONDENT.fullmatch(name)
        or _CLOSED.fullmatch(name)
    ):
        return False
    if _PERSONAL.fullmatch(name) or not any(char.isalpha() for cell in filled for char in cell):
        return False
    n_words = mean(len(cell.split()) for cell in filled)
    if _repeats(filled):
        return False
    longest = max(len(cell.split()) for cell in filled)
    is_asked = name.endswith("?") or _ASKS.match(name) is not None
    return (
        _OPEN.search(name) is not None
        or n_words >= _OPEN_WORDS
        or (n_words >= 2 and (is_asked or longest >= 2 * _OPEN_WORDS))
    )


def _repeats(filled: Sequence[str]) -> bool:
    """Whether answers come from a list of choices, one or several to a cell."""
    if len(filled) < 4:
        return False
    parts = [part.strip().casefold() for cell in filled for part in re.split(r"[;,]", cell) if part.strip()]
    return len({cell.casefold() for cell in filled}) < 0.5 * len(filled) or len(set(parts)) < 0.4 * len(parts)


def _transcript(
    header: Sequence[str], body: Sequence[Row], words: int, kind: str, notices: Sequence[Notice]
) -> Draft:
    speaker, start, end = _column(header, _SPEAKER), _column(header, _START), _column(header, _END)
    scale = 0.001 if _in_milliseconds(body, start, end) else 1.0
    pieces = [
        Piece(
            row.at(speaker), row.at(words), row.line, _time(row.at(start), scale), _time(row.at(end), scale)
        )
        for row in body
        if _WORD.search(row.at(words))
    ]
    if not pieces:
        raise TableError(f"column '{header[words]}' holds no words.", "Check that it is the right file.")
    return Draft(f"{kind}/transcript", tuple(pieces), tuple(notices))


def _time(cell: str, scale: float) -> float | None:
    if ":" in cell:
        return seconds(cell)
    try:
        return round(float(cell) * scale, 3) if cell else None
    except ValueError:
        return None


def _in_milliseconds(body: Sequence[Row], start: int | None, end: int | None) -> bool:
    """Whole numbers hundreds apart within one line of speech are milliseconds, not seconds."""
    spans = [
        int(row.at(end)) - int(row.at(start))
        for row in body
        if row.at(start).isdecimal() and row.at(end).isdecimal()
    ]
    return len(spans) >= 0.9 * len(body) and median(spans) >= 200
