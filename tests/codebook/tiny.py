"""A codebook of two themes and three codes, small enough to read beside each test."""

TINY = {
    "codebook.yaml": """\
id: tiny
title: A tiny codebook
version: "1"
role_groups: [caregiver, probation]
themes:
  - {id: training, label: Training gaps, colour: "#AA8800", short: Who lacks training.}
  - {id: placement, label: Placement, colour: "#DD7755", short: Where youth stay.}
""",
    "training.yaml": """\
# Training
- id: tg-caregiver
  theme: training
  label: Caregiver training gap
  status: active
  version: 2
  short: Caregivers have not been prepared.
  full: >-
    People who house youth
    lack training.
  use: [A shortfall of preparation.]
  do_not_use:
    - {when: "They need money.", use_instead: pl-relative}
    - {when: "Staff.", use_instead: [tg-frontline, pl-relative]}
  assertion: {accept: [affirmed, need], review: [ironic]}
  attributes: [x-challenge]
  rules:
    - id: tg-caregiver.untrained
      find: '{caregiver} NEAR/12 ("no" NEAR/3 train*)'
      unless: rent OR respite
    - id: tg-caregiver.never-told
      tokens: [{LOWER: never}, {LEMMA: {IN: [tell, show]}}]
      scope: turn
      roles: caregiver
      sources: [interview, focus_group]
      statuses: [affirmed]
      status: affirmed
    - id: tg-caregiver.not-taught
      depend:
        - {RIGHT_ID: verb, RIGHT_ATTRS: {LEMMA: teach}}
        - {LEFT_ID: verb, REL_OP: ">", RIGHT_ID: not, RIGHT_ATTRS: {DEP: neg}}
  examples_yes:
    - "A packet is all the aunts get."
    - {text: "We don't.", question: "Do caregivers get classes?"}
  examples_no:
    - {text: "There is no shortage of classes.", why: gap negated}

- id: tg-frontline
  theme: training
  label: Frontline training gap
  status: draft
  version: 1
  short: Staff have not been prepared.
""",
    "placement.yaml": """\
- id: pl-relative
  theme: placement
  label: Relative caregivers
  status: active
  version: 1
  short: Kin and what they need.
  full: Kin and what they need.
  use: [Kin as placement.]
  examples_yes: ["Most of ours are with an aunt."]
""",
    "attributes.yaml": """\
- id: x-challenge
  label: Challenge
  status: active
  version: 1
  short: A barrier.
  full: The speaker says that something is hard.
  use: [Anything hard.]
  examples_yes: ["Intake is eight weeks out."]
""",
    "terms.yaml": """\
caregiver: [caregiver, resource parent, '{kin}']
kin: ['"aunt"', grand*]
money: [rent]
""",
    "assertion.yaml": """\
- id: hypothetical.if
  status: hypothetical
  find: '"if" OR suppose'
  reach: sentence
  unless: '"even if"'
- {id: need.need, status: need, find: need}
""",
}
