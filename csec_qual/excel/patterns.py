"""Sheets on how the numbers hang together: what was asked, codes that meet, saturation, single voices."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from csec_qual.analysis import cooccurrence, influence, saturation
from csec_qual.analysis.bases import SMALLEST_FOR_PERCENT
from csec_qual.analysis.coverage import State, states
from csec_qual.excel.cells import BODY, NUMBER, Look, put, tint
from csec_qual.excel.contents import Contents
from csec_qual.excel.page import as_table, grow, headings, note, print_landscape, title

_FIRST = 5
_PERCENT = replace(NUMBER, number="0%")
_TENTHS = replace(NUMBER, number="0.00")
_STATE_LOOKS = {
    State.FOUND: Look(bold=True, colour="17643F", across="center", ruled=True),
    State.ASKED_NOTHING: Look(colour="6B4A00", across="center", ruled=True),
    State.NOT_ASKED: Look(colour="5B6770", fill="DDE1E6", across="center", ruled=True),
}
_SHORT = {State.FOUND: "● found", State.ASKED_NOTHING: "○ asked, nothing", State.NOT_ASKED: "– not asked"}

Cells = Sequence[str | int | float | None]


def write_coverage(sheet: Worksheet, contents: Contents) -> None:
    """Code by county: found, asked and nothing reported, or not asked."""
    remark = "Silence has two meanings. Asked: an instrument used in the county has a question on the code."
    title(sheet, contents.cut.title, "What was asked, and where", remark)
    known = states(contents.cut)
    counties = contents.cut.cases
    names = [("Theme", 34.0), ("Code", 44.0), *((contents.case_label(c.case_id), 18.0) for c in counties)]
    headings(sheet, _FIRST - 1, _distinct(names))
    row = _FIRST - 1
    for line in contents.rows:
        if line.code is None:
            continue
        row += 1
        put(sheet, row, 1, line.theme.label, replace(BODY, fill=tint(line.theme.colour, 0.88)))
        put(sheet, row, 2, line.label, BODY)
        for column, case in enumerate(counties, start=3):
            state = known[case.case_id, line.row_id]
            put(sheet, row, column, _SHORT[state], _STATE_LOOKS[state])
        grow(sheet, row, [(line.theme.label, names[0][1]), (line.label, names[1][1])])
    _finish(sheet, contents, "Coverage", row, len(names))


def write_cooccurrence(sheet: Worksheet, contents: Contents) -> None:
    """Pairs of codes in the same turn, and in the same transcript."""
    remark = "Exploratory: topics that people raise together. No pair says that one thing brings the other."
    title(sheet, contents.cut.title, "Codes that meet", remark)
    in_transcript = {
        (each.first, each.second): each
        for each in cooccurrence.cooccurrence(contents.cut, cooccurrence.Unit.TRANSCRIPT)
    }
    in_turn = {
        (each.first, each.second): each
        for each in cooccurrence.cooccurrence(contents.cut, cooccurrence.Unit.TURN)
    }
    labels = {row.row_id: row.label for row in contents.rows}
    lines: list[Cells] = []
    # Whatever meets in a turn meets in its transcript.
    for pair, both in sorted(in_transcript.items(), key=lambda each: -_n(in_turn.get(each[0]))):
        turn = in_turn.get(pair)
        lines.append(
            (
                labels[pair[0]],
                labels[pair[1]],
                _n(turn),
                *((turn.n_first, turn.n_second, turn.jaccard) if turn else (None, None, None)),
                both.both,
                both.n_first,
                both.n_second,
                both.jaccard,
            )
        )
    names = [
        ("Code A", 36.0),
        ("Code B", 36.0),
        *(
            (f"{what} {unit}", 12.0)
            for unit in ("(turns)", "(transcripts)")
            for what in ("Both", "A", "B", "Jaccard")
        ),
    ]
    row = _lines(sheet, names, lines, texts=2, tenths=(6, 10))
    _finish(sheet, contents, "Cooccurrence", row, len(names))


def write_saturation(sheet: Worksheet, contents: Contents) -> None:
    """Transcript by transcript, what each brought that was new; by kind of source and by county."""
    remark = (
        f"Guest, Namey and Chen (2020): base {saturation.BASE}, run {saturation.RUN}, threshold "
        f"{saturation.THRESHOLD:.0%}. With a codebook made beforehand few codes are new: see new cells too."
    )
    title(sheet, contents.cut.title, "Saturation", remark)
    names = [
        ("Group", 22.0),
        ("Order", 8.0),
        ("Transcript", 30.0),
        ("Codes", 9.0),
        ("New codes", 11.0),
        ("Codes so far", 12.0),
        ("New code x county", 14.0),
        ("New share of run", 13.0),
    ]
    found = saturation.saturation(contents.cut)
    masked = {case.label: contents.case_label(case.case_id) for case in contents.cut.cases}
    lines: list[Cells] = [
        (
            masked.get(group.group, group.group),
            place,
            step.transcript_id,
            step.codes,
            step.new_codes,
            step.known_codes,
            step.new_cells,
            step.new_share,
        )
        for group in found
        for place, step in enumerate(group.steps, start=1)
    ]
    row = _lines(sheet, names, lines, texts=1, percents=(8,), more_texts=(3,))
    _finish(sheet, contents, "Saturation", row, len(names))
    for at, group in enumerate(found, start=row + 2):
        note(sheet, at, f"{masked.get(group.group, group.group)}, {_claim(group)}", 1, len(names))


def _claim(group: saturation.Saturation) -> str:
    """What may be said of a group, and how its order came about."""
    order = "by date" if group.by_date else "as listed in sources.csv"
    if group.median_reached is None:
        return f"{order}: {group.claim}"
    reached = f"{group.orders_reached} of {group.orders} random orders, at the median after"
    return f"{order}: {group.claim} Reached in {reached} {group.median_reached:g}."


def write_voices(sheet: Worksheet, contents: Contents) -> None:
    """How much of what was said in a county each person said."""
    remark = (
        f"One person can fill a count of mentions. Capped: at most {influence.CAP} mentions of a code each."
    )
    title(sheet, contents.cut.title, "Whose words they are", remark)
    names = [
        ("County", 18.0),
        ("Participant", 14.0),
        ("Role group", 22.0),
        ("Words", 10.0),
        ("Of words", 10.0),
        ("Share of words", 11.0),
        ("Mentions", 11.0),
        ("Of mentions", 11.0),
        ("Mentions, capped", 12.0),
    ]
    lines: list[Cells] = [
        (
            contents.case_label(each.case_id),
            each.participant_id,
            each.role_group or "not recorded",
            each.words,
            each.of_words,
            each.words / each.of_words if each.of_words >= SMALLEST_FOR_PERCENT else None,
            each.mentions,
            each.of_mentions,
            each.capped,
        )
        for each in influence.voices(contents.cut)
    ]
    row = _lines(sheet, names, lines, texts=3, percents=(6,))
    _finish(sheet, contents, "Voices", row, len(names))


def write_sensitivity(sheet: Worksheet, contents: Contents) -> None:
    """Headlines of a county that read otherwise without one of its people."""
    remark = "Each line: a theme whose word for its share is another one if this person had not been heard."
    title(sheet, contents.cut.title, "What rests on one person", remark)
    names = [
        ("County", 18.0),
        ("Theme", 34.0),
        ("Participant", 14.0),
        ("Now", 14.0),
        ("n", 7.0),
        ("N", 7.0),
        ("Without", 14.0),
        ("n without", 10.0),
        ("N without", 10.0),
    ]
    themes = {theme.theme_id: theme.label for theme in contents.cut.codebook.themes}
    lines: list[Cells] = []
    for each in influence.sensitive(contents.cut):
        now, without = each.changes
        where = contents.case_label(each.case_id)
        heard = (now, each.now.n, each.now.of, without, each.without.n, each.without.of)
        lines.append((where, themes[each.theme_id], each.participant_id, *heard))
    row = _lines(sheet, names, lines, texts=4, more_texts=(7,))
    _finish(sheet, contents, "Sensitivity", row, len(names))


def _n(pair: cooccurrence.Together | None) -> int:
    return pair.both if pair else 0


def _distinct(names: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Column names of a table must differ; two counties may be called alike."""
    seen: dict[str, int] = {}
    found = []
    for name, width in names:
        seen[name] = seen.get(name, 0) + 1
        found.append((name if seen[name] == 1 else f"{name} {seen[name]}", width))
    return found


def _lines(
    sheet: Worksheet,
    names: Sequence[tuple[str, float]],
    lines: Sequence[Cells],
    *,
    texts: int,
    more_texts: Sequence[int] = (),
    percents: Sequence[int] = (),
    tenths: Sequence[int] = (),
) -> int:
    """Write a table under its headings; the row of its last line."""
    is_text = {*range(1, texts + 1), *more_texts}
    headings(
        sheet, _FIRST - 1, names, numbers=[name for at, (name, _) in enumerate(names, 1) if at not in is_text]
    )
    row = _FIRST - 1
    for line in lines:
        row += 1
        for column, value in enumerate(line, start=1):
            look = BODY if column in is_text else _PERCENT if column in percents else NUMBER
            put(sheet, row, column, value, _TENTHS if column in tenths else look)
        grow(sheet, row, [(str(line[at - 1]), names[at - 1][1]) for at in sorted(is_text)])
    return row


def _finish(sheet: Worksheet, contents: Contents, name: str, last_row: int, n_columns: int) -> None:
    if last_row >= _FIRST:
        as_table(sheet, name, _FIRST - 1, last_row, n_columns)
    else:
        put(sheet, _FIRST, 1, "Nothing to show in this cut.", replace(BODY, wrap=False, ruled=False))
    print_landscape(sheet, contents.cut.title)
