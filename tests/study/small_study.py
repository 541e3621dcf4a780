"""The talks, lists and codebook that the tests of a study share; everything said is invented."""

TINY = {
    "codebook.yaml": """\
id: tiny
title: A tiny codebook
version: "1"
themes:
  - {id: training, label: Training gaps, colour: "#AA8800", short: Who lacks training.}
  - {id: placement, label: Placement, colour: "#DD7755", short: Where youth stay.}
""",
    "training.yaml": """\
- id: tg-caregiver
  theme: training
  label: Caregiver training gap
  status: active
  version: 2
  short: Caregivers have not been prepared.
  full: People who house youth lack training.
  use: [A shortfall of preparation.]
  examples_yes: ["They got no training."]
  assertion: {accept: [affirmed, need], review: [ironic, uncertain]}
  rules:
    - id: tg-caregiver.no
      find: '"no" NEAR/3 train*'
""",
    "placement.yaml": """\
- id: pl-respite
  theme: placement
  label: Respite
  status: active
  version: 1
  short: A night off.
  full: A night off for caregivers.
  use: [Any mention of respite.]
  examples_yes: ["Respite is rare."]
  rules:
    - {id: pl-respite.word, find: respite}
""",
    "terms.yaml": "caregiver: [caregiver, grandma]\n",
    "assertion.yaml": """\
- {id: uncertain.maybe, status: uncertain, find: maybe, reach: sentence}
- {id: hypothetical.if, status: hypothetical, find: '"if"', reach: sentence}
""",
}

TALKS = {
    "maple-01.txt": """\
Priya: How were caregivers prepared, and what about respite?

Dana: There was no training for us 🙂 at all.

Priya: And respite?

Rosie: Zinnia told me respite was cut. There was no training.
""",
    "maple-02.txt": """\
Priya: Tell me about training.

Dana: Maybe no training, I could not say. Respite helps.

Lee: There was no training at our office either.
""",
    "cedar-01.txt": """\
Priya: How about training?

Kim: There was no training here, and respite is rare.
""",
    "sources.csv": """\
file,case,source_type,mode,date,instrument
maple-01.txt,maple,interview,in person,2023-01,guide
maple-02.txt,maple,interview,in person,2023-02,guide
cedar-01.txt,cedar,interview,virtual,2023-03,guide
""",
    "participants.csv": """\
file,label,role,participant_id,case,role_group,consent
maple-01.txt,Priya,interviewer,,,,
maple-01.txt,Dana,participant,MA-01,,caregiver,quote
maple-01.txt,Rosie,participant,MA-02,,caregiver,withdrawn
maple-02.txt,Priya,interviewer,,,,
maple-02.txt,Dana,participant,MA-01,,caregiver,quote
maple-02.txt,Lee,participant,MA-03,,child welfare,count
cedar-01.txt,Priya,interviewer,,,,
cedar-01.txt,Kim,participant,CE-01,,education,
""",
    "counties.csv": """\
case_id,label,region
maple,Maple County,valley
cedar,Cedar County,mountains
""",
    "study.yaml": """\
title: A small study
seed: small
codebook: codebooks/tiny
instruments:
  - id: guide
    title: Guide
    questions:
      - {id: q1, text: How were caregivers prepared?, codes: [training, pl-respite]}
""",
    "narrative/maple/training.md": "What the team *saw* itself.\n",
}

DATE = "2026-06-30"


def write(path, text):
    """Write a file, in UTF-8 unless bytes are given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def lay_out(folder, files=TALKS):
    """Write files into a folder."""
    for name, text in files.items():
        write(folder / name, text)
    return folder


def tree(folder):
    """Every file with its bytes, but for the database and cache, to show that nothing was changed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.startswith("study.db")
        and path.relative_to(folder).parts[0] != "cache"
    }


def ids(suggestions):
    """Their names, in order."""
    return [each.suggestion_id for each in suggestions]
