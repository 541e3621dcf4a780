"""How a speaker's label looks, and which words say what the speaker does.

Nothing is decided over a whole file here: ``dialogue`` weighs the candidates, ``roles`` the behaviour.
"""

import re
from enum import Enum

from csec_qual.model.transcript import Role


class Shape(Enum):
    """What a label looks like."""

    ROLE = "role"
    """It says what the speaker does: INTERVIEWER, Q, Moderator 1."""
    NUMBERED = "numbered"
    """A kind of person and a number or letter: Speaker 2, P3, Caregiver B."""
    NAME = "name"
    """Capitalised like a name: Dr. Ana Ruiz, Host (Lawrence Carter)."""
    CAPS = "capitals"
    """In capitals: HOSKIE BENALLY JR., AR."""
    LOWER = "lower case"
    """One or two words in lower case."""
    NONE = "none"
    """No label: too long, a sentence, a heading, a field of a form."""


# Heads of forms, notes and plans. Other topic words are told by their use, in ``casting``.
_FIELDS = frozenset(
    re.findall(
        r"\S+",
        """
        about abstract access action actions activities activity address agency agenda aim aims also
        although amount and answers appendix approach attachment attendance attendees audio author
        background barriers because before birth break budget but by care challenge challenges chapter
        charge city comment comments conclusion conducted confidentiality contact context copyright cost
        county court courts created data date day definition deliverable deliverables description
        disclaimer division document dob duration editor email end ended evidence example examples
        exhibit fax figure file filename finding findings first focus for format from fund funding
        gender goal goals heading health housing however http https id if implementation important in
        instructions introduction item keywords language lead length lesson lessons limitations link
        list location material materials measure measures meeting method methods metric metrics
        milestone milestones mission mode module narrative need needs next note notes notice number
        objective objectives of on or other outcome outcomes output outputs overview page part partners
        party people percent phase phone place placement plan population position practice present
        priority problem procedure process program project prompt prompts provided purpose questions
        quote rationale reason recorded recording recommendation recommendations ref reference
        references referral referrals reminder remember resources responsibility responsible result
        results schedule school schools screening second section see services session setting site so
        source sources stage staffing start started state status step steps story strategies strategy
        summary table target targets task tasks team telephone text that the theme themes then there
        these things third this time timeframe timeline title to today topic topics total training
        transcribed transcript transcription translation transportation type update url version vision
        warning website what when where which who why year
        """,
    )
)
_PERSON = (
    "advocate|attorney|caregiver|caller|child|client|clinician|coach|consumer|counsell?or|daughter|director|"
    "doctor|elder|family|father|female|foster|grandmother|grandparent|guardian|interpreter|judge|kid|lawyer|"
    "male|man|member|mother|nurse|officer|parent|participant|patient|peer|person|probation|provider|"
    "respondent|social|speaker|staff|student|subject|supervisor|survivor|teacher|therapist|voice|witness|"
    "woman|worker|youth"
)
# "Program Manager" speaks, though "Program" alone heads a form.
_JOB = re.compile(
    rf"(?:{_PERSON}|administrator|aide|analyst|assistant|case ?manager|chair|chief|commissioner|coordinator|"
    r"counselor|defender|deputy|detective|dispatcher|educator|executive|investigator|lead|liaison|manager|"
    r"mentor|navigator|nurse|organizer|planner|president|principal|psychologist|representative|responder|"
    r"screener|secretary|sergeant|sheriff|specialist|superintendent|technician|trainer|worker)s?",
    re.IGNORECASE,
)
_CODES = "fg|fgp|ip|p|pp|ppt|pt|r|rp|s|sp|spk|ss|f|m|w|c|t|y|u|v|cg|rf|pa"
_NUMBERED = re.compile(
    rf"(?:[\w'’-]+ )?(?:{_PERSON})(?:[\s_-]*(?:#|no\.? ?)?\d{{1,3}}[a-z]?|[\s_-][a-z])"
    rf"|(?:fg\s?\d+[-_ ]?)?(?:{_CODES})[\s_.-]*#?\d{{1,4}}[a-z]?"
    r"|[a-z]{1,3}[-_ ]?\d{1,3}[-_]\d{1,3}",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    re.findall(
        r"\S+", "al and ap bin da de del den der di dos du el ibn la las le los of san st the van von y"
    )
)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’.\-‘])*|\d{1,2}|&")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{1,50}[)\]]\s*\Z")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "lord", "lady", "sir", "rev", "sgt"}
)
_WORD_LIMIT = 6
# A full stop after a letter ("Dr.") means nothing; between digits ("1.5") it does.
_KEY_SPACES = re.compile(r"[\s*]+|(?<=[^\W\d])\.")

_INTERVIEWER = re.compile(
    r"(?:lead |co-?|second |first )?(?:interviewer|evaluator|researcher|investigator|host|site visitor)s?",
    re.IGNORECASE,
)
_MODERATOR = re.compile(r"(?:lead |co[- ]?|assistant )?(?:moderator|facilitator)s?", re.IGNORECASE)
_NOTE_TAKER = re.compile(r"(?:note[- ]?taker|note keeper|observer|scribe|recorder)s?", re.IGNORECASE)
_PARTICIPANT = re.compile(
    r"(?:participant|respondent|interviewee|informant|guest|panelist|panellist|patient|witness)s?",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:unknown|unidentified|unidentifiable|unclear|inaudible|multiple|several|various|all|group|everyone|everybody|"
    r"crowd|audience|both|interpreter|translator|automated|operator|recording|captioner|transcriber|transcriptionist)"
    r"(?: (?:speakers?|voices?|male|female|man|woman|person|people|participants?|members?|together|note))*"
    r"(?:[ #-]*\d+)?",
    re.IGNORECASE,
)
_CODE_ROLES = {
    "i": Role.INTERVIEWER,
    "int": Role.INTERVIEWER,
    "intv": Role.INTERVIEWER,
    "inter": Role.INTERVIEWER,
    "iv": Role.INTERVIEWER,
    "ivr": Role.INTERVIEWER,
    "inv": Role.INTERVIEWER,
    "q": Role.INTERVIEWER,
    "question": Role.INTERVIEWER,
    "mod": Role.MODERATOR,
    "fac": Role.MODERATOR,
    "facil": Role.MODERATOR,
    "nt": Role.NOTE_TAKER,
    "a": Role.PARTICIPANT,
    "answer": Role.PARTICIPANT,
    "p": Role.PARTICIPANT,
    "par": Role.PARTICIPANT,
    "part": Role.PARTICIPANT,
    "ppt": Role.PARTICIPANT,
    "pt": Role.PARTICIPANT,
    "r": Role.PARTICIPANT,
    "resp": Role.PARTICIPANT,
    "ie": Role.PARTICIPANT,
}
# Teams marks everybody from outside the organisation, evaluators too.
_OUTSIDER = re.compile(r"\((?:guest|external|unverified)\)", re.IGNORECASE)
_NUMBER_END = re.compile(r"[\s_#.-]*\d{1,3}[a-z]?\Z", re.IGNORECASE)


def key(label: str) -> str:
    """What labels are compared by: case, spaces and full stops do not make another speaker."""
    return _KEY_SPACES.sub("", label).rstrip(":").casefold()


def shape(label: str) -> Shape:
    """What a candidate looks like."""
    bare = _ASIDE.sub("", label).strip()
    words = bare.split()
    if not words or len(words) > _WORD_LIMIT or len(label) > 60:
        return Shape.NONE
    if role_word(label) is not None or _NOBODY.fullmatch(bare):
        return Shape.ROLE
    if _NUMBERED.fullmatch(bare):
        return Shape.NUMBERED
    if _is_field(words) or not all(_NAME_WORD.fullmatch(word.strip(",;")) for word in words):
        return Shape.NONE
    return _case_shape(words)


def role_word(label: str) -> Role | None:
    """The role a label's own words give, or None where they give none."""
    bare = _OUTSIDER.sub("", label).strip()
    for pattern, role in (
        (_NOTE_TAKER, Role.NOTE_TAKER),
        (_MODERATOR, Role.MODERATOR),
        (_INTERVIEWER, Role.INTERVIEWER),
        (_PARTICIPANT, Role.PARTICIPANT),
    ):
        if re.search(rf"(?:\A|[\s(\[,/-])(?:{pattern.pattern})(?=\Z|[\s)\],/#\d_-])", bare, re.IGNORECASE):
            return role
    return _CODE_ROLES.get(_NUMBER_END.sub("", bare).rstrip(".").casefold())


def is_nobody(label: str) -> bool:
    """Whether the label stands for no one person: empty, "Unknown", "All", "Interpreter"."""
    return not label or _NOBODY.fullmatch(label) is not None


def spellings(name: str) -> set[str]:
    """Keys under which a person may be labelled: ``Dana Reyes (DR)`` as full name, parts, initials."""
    aside = _ASIDE.search(name)
    bare = _ASIDE.sub("", name)
    words = [word for word in _WORDS.findall(bare) if word.casefold() not in _TITLES]
    found = {key(name), key(bare), "".join(word[0] for word in words).casefold(), *map(key, words)}
    if aside is not None:
        found.add(key(aside[0].strip(" ()[]")))
    return found - {""}


def _is_field(words: list[str]) -> bool:
    first, last = words[0].strip(",;.").casefold(), _NUMBER_END.sub("", words[-1]).strip(",;.").casefold()
    if not last and len(words) > 1:
        last = words[-2].casefold()
    if len(words) > 1 and _JOB.fullmatch(last):
        return False
    return first in _FIELDS or last in _FIELDS


def _case_shape(words: list[str]) -> Shape:
    letters = [word for word in words if any(char.isalpha() for char in word)]
    if not letters:
        return Shape.NONE
    joined = "".join(letters)
    # "ANNE SOMMERS McINTOSH" is in capitals too.
    lower = sum(char.islower() for char in joined)
    if lower == 0 or (lower <= 2 and len(joined) > 8 and all(word[0].isupper() for word in letters)):
        return Shape.CAPS
    if any(char.isalpha() and not char.islower() and not char.isupper() for char in joined):
        return Shape.NAME  # a script without case
    if letters[0][0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in letters):
        return Shape.NAME
    return Shape.LOWER if len(letters) <= 2 and joined.islower() else Shape.NONE
