"""Train the model that reads how a speaker stands to what they say, from labelled claims.

    python tools/train_stance.py train  --encoder MINILM --out WORK [--hold-out FILE ...]
    python tools/train_stance.py weigh  --encoder MINILM --run WORK --out WORK/stance.json
    python tools/train_stance.py export --encoder MINILM --run WORK --weights WORK/stance.json

MINILM is the folder that ``train_paraphrase.py`` takes; the same packages are needed. A claim is words that
may earn a code, in the answer they stand in, with the status a person gave them: those of
``labelled/csec/claims_*.csv``, what takes a code away in ``labelled/csec/answers_*.csv``, and
``tests/quality/assertion/dev.csv``.
"""

import argparse
import csv
import hashlib
import json
import math
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from sklearn.linear_model import LogisticRegression
from torch import nn
from train_paraphrase import LABELLED, Alone, in_eight_bits
from transformers import AutoModel

from csec_qual.base import shipped
from csec_qual.codebook.load import read_codebook
from csec_qual.model.codes import Codebook, Rule, Status
from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.nlp.stance import Claim, StanceVocabulary
from csec_qual.tagging.assertion import NO_CUE, Assertion, Claims
from csec_qual.tagging.match import Matcher
from csec_qual.tagging.words import Reader, units

QUALITY = Path(__file__).resolve().parent.parent / "tests" / "quality" / "assertion"
STATUSES = [status.value for status in Status]
BATCH = 24
EPOCHS = 6
RATE = 1e-4
# Answers with a code that counts, beside those whose status takes it away.
PLAIN = 500
FOLDS = 5


@dataclass(frozen=True)
class Row:
    """A claim with the status a person gave it, and who wrote it."""

    writer: str
    claim: Claim
    code: str
    status: int


def claims(codebook: Codebook, path: Path) -> Iterator[Row]:
    """The claims of one list."""
    about = {code.code_id: code.short for code in codebook.codes}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text, target = row["text"], row["target"]
            found = re.search(rf"\b{re.escape(target)}", text, re.IGNORECASE)
            start = found.start() if found else text.index(target)
            made = Claim(about[row["code"]], row["question"], row["before"], text, start, start + len(target))
            yield Row(path.stem, made, row["code"], STATUSES.index(row["status"]))


def answers(codebook: Codebook, folder: Path, dice: random.Random) -> list[Row]:
    """Labelled answers as claims of all they say: what takes a code away, and as many that keep one."""
    about = {code.code_id: code.short for code in codebook.codes}
    taken, kept = [], []
    for path in sorted(folder.glob("answers_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = row["text"]
                pairs = [entry.split(":") for entry in row["not_counted"].split()]
                for code, status in (*pairs, *((code, "affirmed") for code in row["codes"].split())):
                    claim = Claim(about[code], row["question"], "", text, 0, len(text))
                    made = Row(path.stem, claim, code, STATUSES.index(status))
                    (kept if status == "affirmed" else taken).append(made)
    dice.shuffle(kept)
    return taken + kept[:PLAIN]


def learned_from(codebook: str, held: list[str]) -> tuple[list[Row], dict[str, list[Row]]]:
    """What is learned from, and what is held out, by writer."""
    dice = random.Random(3)
    book, folder = read_codebook(shipped.codebooks() / codebook), LABELLED / codebook
    rows, apart = answers(book, folder, dice), {}
    for path in (*sorted(folder.glob("claims_*.csv")), QUALITY / "dev.csv"):
        found = list(claims(book, path))
        if path.stem in held:
            apart[path.stem] = found
        else:
            rows += found
    return rows, apart


class Net(nn.Module):
    """The encoder with one output for each status, from the whole text and from the marked words."""

    def __init__(self, encoder: nn.Module, opens: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.opens = opens
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(2 * encoder.config.hidden_size, len(STATUSES))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        state = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(state.dtype)
        whole = (state * mask).sum(1) / mask.sum(1)
        marked = (state * (input_ids == self.opens).unsqueeze(-1).to(state.dtype)).sum(1)
        return self.out(self.drop(torch.cat([whole, marked], dim=-1)))


def inputs(vocabulary: StanceVocabulary, rows: list[Row]) -> dict[str, torch.Tensor]:
    made = [vocabulary.claim(row.claim) for row in rows]
    width = max(len(numbers) for numbers, _ in made)
    columns = {
        "input_ids": [numbers for numbers, _ in made],
        "attention_mask": [[1] * len(numbers) for numbers, _ in made],
        "token_type_ids": [kinds for _, kinds in made],
    }
    return {
        name: torch.tensor([[*values, *[0] * (width - len(values))] for values in column])
        for name, column in columns.items()
    }


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    dice = random.Random(args.seed)
    rows, apart = learned_from(args.codebook, args.hold_out)
    vocabulary = StanceVocabulary(args.encoder / "vocab.txt")
    encoder = AutoModel.from_pretrained(args.encoder, attn_implementation="eager")
    if args.start:
        learned = torch.load(args.start / "net.pt", weights_only=True)["net"]
        mine = {name: value for name, value in learned.items() if name.startswith("encoder.")}
        encoder.load_state_dict({name.removeprefix("encoder."): value for name, value in mine.items()})
    net = Net(encoder, vocabulary.number("[unused1]"))
    if args.go_on:
        net.load_state_dict(torch.load(args.go_on / "net.pt", weights_only=True)["net"])
    net.train()
    optimizer = torch.optim.AdamW(
        [
            {"params": net.encoder.parameters(), "lr": args.rate},
            {"params": net.out.parameters(), "lr": args.rate * 5},
        ],
        weight_decay=0.01,
    )
    steps = args.epochs * math.ceil(len(rows) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    print(f"{len(rows)} claims to learn from", flush=True)
    begun = time.monotonic()
    for epoch in range(args.epochs):
        loss = 0.0
        for batch in batches(rows, dice):
            wanted = torch.tensor([row.status for row in batch])
            # Half as many digits are enough to learn, in half the time where the processor knows them.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = net(**inputs(vocabulary, batch)).float()
            cost = nn.functional.cross_entropy(logits, wanted, label_smoothing=0.05)
            optimizer.zero_grad()
            cost.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            loss += cost.item() * len(batch) / len(rows)
        figures = {
            name: round(macro(predict(net, vocabulary, some).argmax(1), some), 3)
            for name, some in apart.items()
        }
        print(f"epoch {epoch + 1}: loss {loss:.3f}, {time.monotonic() - begun:.0f} s, {figures}", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save({"net": net.state_dict(), "held": args.hold_out}, args.out / "net.pt")


def batches(rows: list[Row], dice: random.Random) -> list[list[Row]]:
    """Claims of like length together, in random order."""
    places = list(rows)
    dice.shuffle(places)
    made = []
    for begin in range(0, len(places), BATCH * 20):
        some = sorted(places[begin : begin + BATCH * 20], key=lambda row: len(row.claim.text))
        made += [some[k : k + BATCH] for k in range(0, len(some), BATCH)]
    dice.shuffle(made)
    return made


def predict(net: Net, vocabulary: StanceVocabulary, rows: list[Row]) -> np.ndarray:
    """Log-odds for each claim and status."""
    net.eval()
    found = np.zeros((len(rows), len(STATUSES)), np.float32)
    order = sorted(range(len(rows)), key=lambda place: len(rows[place].claim.text))
    with torch.no_grad():
        for begin in range(0, len(order), 48):
            places = order[begin : begin + 48]
            found[places] = net(**inputs(vocabulary, [rows[place] for place in places])).numpy()
    net.train()
    return found


def macro(given: np.ndarray, rows: list[Row]) -> float:
    """The mean of the statuses' F1."""
    wanted = np.array([row.status for row in rows])
    right = [int(((wanted == k) & (given == k)).sum()) for k in range(len(STATUSES))]
    total = [int((wanted == k).sum() + (given == k).sum()) for k in range(len(STATUSES))]
    return float(np.mean([2 * a / max(b, 1) for a, b in zip(right, total, strict=True)]))


def weigh(args: argparse.Namespace) -> None:
    """Fit how the model and the cues are weighed together, on claims that were not learned from."""
    book = read_codebook(shipped.codebooks() / args.codebook)
    net, vocabulary, held = _kept(args.run, args.encoder)
    apart = learned_from(args.codebook, held)[1]
    rows = [row for some in apart.values() for row in some]
    parts = np.column_stack([predict(net, vocabulary, rows).round(4), _one_hot(cued(book, rows))])
    wanted = np.array([row.status for row in rows])
    model = LogisticRegression(C=args.strength, max_iter=5000).fit(parts, wanted)
    lines = np.zeros((len(STATUSES), 1 + parts.shape[1]))
    lines[model.classes_] = np.column_stack([model.intercept_, model.coef_])
    talks = np.array([len(row.claim.text) % FOLDS for row in rows])
    found = np.zeros(len(rows), dtype=int)
    for talk in range(FOLDS):
        # Each part by weights fitted to the others.
        mine = talks == talk
        other = LogisticRegression(C=args.strength, max_iter=5000).fit(parts[~mine], wanted[~mine])
        found[mine] = other.predict(parts[mine])
    print(f"held out, {len(rows)} claims: macro F1")
    print(f"  cues {macro(cued(book, rows), rows):.3f}, model {macro(parts[:, :9].argmax(1), rows):.3f}")
    print(f"  both {macro(found, rows):.3f}")
    card = {"weights": [[round(float(w), 4) for w in line] for line in lines]}
    args.out.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def cued(book: Codebook, rows: list[Row]) -> np.ndarray:
    """The status that the cues give each claim."""
    reader = Reader()
    found = []
    for row in rows:
        claim = row.claim
        said = [
            (Role.PARTICIPANT, claim.before),
            (Role.INTERVIEWER, claim.question),
            (Role.PARTICIPANT, claim.text),
        ]
        talk = _talk([(role, text) for role, text in said if text])
        words = reader.read(units(talk))
        table, start = words.table, talk.turns[-1].start
        inside = (
            (table.start >= start + claim.start) & (table.end <= start + claim.end) & (table.is_word == 1)
        )
        lines = np.flatnonzero(inside).astype(np.int64).reshape(1, -1)
        made = Claims((Rule("measured"),), (row.code,), lines, np.zeros(1, dtype=np.int64))
        cue = int(Assertion(book, Matcher(words, book.terms)).judge(made).cue[0]) if lines.size else NO_CUE
        found.append(0 if cue == NO_CUE else STATUSES.index(book.cues[cue].status))
    return np.array(found)


def _talk(said: list[tuple[Role, str]]) -> Transcript:
    text, turns = "", []
    for number, (role, words) in enumerate(said, 1):
        speaker = "I" if role is Role.INTERVIEWER else "P"
        turns.append(Turn(number, speaker, role, TurnKind.TURN, len(text), len(text) + len(words)))
        text += f"{words}\n"
    return Transcript("t", "t", SourceType.INTERVIEW, "txt", "", text, tuple(turns), ())


def _one_hot(statuses: np.ndarray) -> np.ndarray:
    return np.eye(len(STATUSES))[statuses]


def _kept(run: Path, encoder: Path) -> tuple[Net, StanceVocabulary, list[str]]:
    """The model of a run, and the writers it has not learned from."""
    kept = torch.load(run / "net.pt", weights_only=True)
    vocabulary = StanceVocabulary(encoder / "vocab.txt")
    net = Net(AutoModel.from_pretrained(encoder, attn_implementation="eager"), vocabulary.number("[unused1]"))
    net.load_state_dict(kept["net"])
    return net, vocabulary, kept["held"]


def export(args: argparse.Namespace) -> None:
    """Write the model with its weights in eight bits, and its card, beside the paraphrase model."""
    folder = shipped.codebooks() / args.codebook / "paraphrase"
    net, _, _ = _kept(args.run, args.encoder)
    net.eval()
    path = args.run / "whole.onnx"
    given = (torch.tensor([[101, 2054, 102, 2, 2053, 3, 102]]), torch.tensor([[0, 0, 0, 1, 1, 1, 1]]))
    torch.onnx.export(
        Alone(net),
        given,
        str(path),
        input_names=["input_ids", "token_type_ids"],
        output_names=["log_odds"],
        dynamic_axes={"input_ids": {1: "pieces"}, "token_type_ids": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    model = in_eight_bits(onnx.load(path)).SerializeToString(deterministic=True)
    (folder / "stance.onnx").write_bytes(model)
    card = json.loads(args.weights.read_text(encoding="utf-8"))
    card["sha256"] = hashlib.sha256(model).hexdigest()
    (folder / "stance.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train")
    training.add_argument("--out", type=Path, required=True)
    training.add_argument("--hold-out", action="append", default=[], metavar="FILE")
    training.add_argument("--start", type=Path, help="begin with the encoder of a run of train_paraphrase.py")
    training.add_argument("--go-on", type=Path, metavar="RUN", help="go on from a run, with more claims")
    training.add_argument("--rate", type=float, default=RATE)
    training.add_argument("--epochs", type=int, default=EPOCHS)
    training.add_argument("--seed", type=int, default=1)
    training.set_defaults(do=train)
    weighing = commands.add_parser("weigh")
    weighing.add_argument("--run", type=Path, required=True)
    weighing.add_argument("--out", type=Path, required=True)
    weighing.add_argument("--strength", type=float, default=0.1)
    weighing.set_defaults(do=weigh)
    exporting = commands.add_parser("export")
    exporting.add_argument("--run", type=Path, required=True)
    exporting.add_argument("--weights", type=Path, required=True)
    exporting.set_defaults(do=export)
    for command in (training, weighing, exporting):
        command.add_argument("--codebook", default="csec")
        command.add_argument("--encoder", type=Path, required=True)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
