"""Train the paraphrase model of a codebook from labelled answers.

    python tools/train_paraphrase.py train  --encoder MINILM --out WORK [--hold-out 0.15]
    python tools/train_paraphrase.py weigh  --encoder MINILM --run WORK --out WORK/weights.json
    python tools/train_paraphrase.py export --encoder MINILM --run WORK --weights WORK/weights.json

MINILM is a folder with the files of sentence-transformers/all-MiniLM-L6-v2 (model.safetensors, config.json,
vocab.txt). Needed beside the package: torch, transformers, safetensors, scikit-learn, scipy, onnx. The model
is used without them. Training takes about ten minutes for a thousand answers on two cores.
"""

import argparse
import csv
import hashlib
import json
import math
import random
import shutil
import time
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from torch import nn
from transformers import AutoModel

from csec_qual.base import shipped
from csec_qual.codebook.fingerprint import definition_fingerprint
from csec_qual.codebook.load import read_codebook
from csec_qual.model.codes import Codebook
from csec_qual.model.transcript import Role, SourceType, Transcript, Turn, TurnKind
from csec_qual.nlp.paraphrase import Vocabulary, in_context, windows
from csec_qual.readers.registry import read_transcript
from csec_qual.tagging.engine import Engine
from csec_qual.tagging.paraphrase import strongest_others
from csec_qual.tagging.stance import find_stance
from csec_qual.tagging.words import Unit, units

LABELLED = Path(__file__).parent / "labelled"
BATCH = 24
EPOCHS = 6
RATE = 1.5e-4
# A code is given to one answer in thirty: what is missed must weigh more than what is added.
POSITIVE_WEIGHT = 3.0
# How often two answers are joined, so that a long answer with one sentence to code is nothing new.
JOINED = 0.2


@dataclass(frozen=True)
class Row:
    """A labelled answer; ``speaks_to`` names the only codes its labels are complete for, or is None."""

    group: str
    question: str
    text: str
    codes: frozenset[str]
    source: SourceType = SourceType.INTERVIEW
    speaks_to: frozenset[str] | None = None


def labelled(codebook: str) -> list[Row]:
    """The labelled answers for a codebook; those with a labelled claim stand each by itself."""
    rows = []
    for path in sorted((LABELLED / codebook).glob("claims_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                group, source = f"{path.stem}:{row['interview']}", SourceType(row["source"])
                codes = frozenset(row["codes"].split())
                rows.append(Row(group, row["question"], row["text"], codes, source))
    for path in sorted((LABELLED / codebook).glob("answers_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            listed = list(csv.DictReader(file))
        for interview, talk in groupby(listed, key=lambda row: row["interview"]):
            answers = list(talk)
            for row, question in zip(answers, in_context(_asked(answers)), strict=True):
                codes = frozenset(row["codes"].split())
                group, source = f"{path.stem}:{interview}", SourceType(row["source"])
                rows.append(Row(group, question, row["text"], codes, source))
    return rows


def _asked(answers: list[dict[str, str]]) -> list[str]:
    """What each answer answers: in a group, what the moderator asked last."""
    found: list[str] = []
    for row in answers:
        keeps = not row["question"] and row["source"] == SourceType.FOCUS_GROUP and found
        found.append(found[-1] if keeps else row["question"])
    return found


def coded_turns(gold: Path) -> list[Row]:
    """Every codable turn of a labelled set, such as ``tests/quality/dev/gold.csv``."""
    with gold.open(encoding="utf-8", newline="") as file:
        marked = list(csv.DictReader(file))
    rows = []
    for name in sorted({row["file"] for row in marked}):
        codes: dict[int, set[str]] = {}
        for row in marked:
            if row["file"] == name and row["code"] and row["counts"] == "yes":
                codes.setdefault(int(row["turn"]), set()).add(row["code"])
        talk = read_transcript(gold.parent / name)
        asked = in_context(unit.question for unit in units(talk))
        for unit, question in zip(units(talk), asked, strict=True):
            found = frozenset(codes.get(unit.turn.number, ()))
            rows.append(Row(name, question, talk.words(unit.turn), found, talk.source_type))
    return rows


def examples(folder: Path) -> list[Row]:
    """The codebook's own examples, which speak to their code alone."""
    rows = []
    for code in read_codebook(folder).codes:
        for given, wanted in ((code.examples_yes, True), (code.examples_no, False)):
            own = frozenset({code.code_id})
            rows += [
                Row("codebook", e.question, e.text, own if wanted else frozenset(), speaks_to=own)
                for e in given
            ]
    return rows


class Net(nn.Module):
    """The encoder with one output for each code, which begins as nearness to the code's definition."""

    def __init__(self, encoder: nn.Module, start: torch.Tensor) -> None:
        super().__init__()
        self.encoder = encoder
        self.codes = nn.Parameter(start.clone())
        self.bias = nn.Parameter(torch.full((len(start),), -3.5))
        self.scale = nn.Parameter(torch.tensor(8.0))
        self.drop = nn.Dropout(0.1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        return self.nearness(self.drop(self.pooled(input_ids, attention_mask, token_type_ids)))

    def nearness(self, pooled: torch.Tensor) -> torch.Tensor:
        """Log-odds of each code for answers as ``pooled`` gives them."""
        return self.scale * (pooled @ nn.functional.normalize(self.codes, dim=-1).T) + self.bias

    def pooled(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        state = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(state.dtype)
        return nn.functional.normalize((state * mask).sum(1) / mask.sum(1), dim=-1)


class Data:
    """Rows as the model takes them."""

    def __init__(self, vocabulary: Vocabulary, codes: list[str]) -> None:
        self.vocabulary, self.codes = vocabulary, codes

    def inputs(self, pairs: list[tuple[str, str]]) -> dict[str, torch.Tensor]:
        made = []
        for question, text in pairs:
            asked = self.vocabulary.question(question)
            made.append(self.vocabulary.pair(asked, windows([self.vocabulary.pieces(text)], len(asked))[0]))
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

    def wanted(self, rows: list[Row]) -> tuple[torch.Tensor, torch.Tensor]:
        labels = torch.tensor([[float(c in row.codes) for c in self.codes] for row in rows])
        weights = [
            [
                1.0 if row.speaks_to is None or c in row.speaks_to else 0.3 if row.codes else 0.0
                for c in self.codes
            ]
            for row in rows
        ]
        return labels, torch.tensor(weights)


def train(args: argparse.Namespace) -> None:
    torch.manual_seed(1)
    dice = random.Random(1)
    folder = shipped.codebooks() / args.codebook
    book = read_codebook(folder)
    codes = [code.code_id for code in book.codes]
    rows = labelled(args.codebook)
    groups = sorted({row.group for row in rows})
    dice.shuffle(groups)
    held = set(groups[: round(len(groups) * args.hold_out)])
    apart = [row for row in rows if row.group in held]
    rows = [row for row in rows if row.group not in held] + examples(folder)
    rows += [row for gold in args.also for row in coded_turns(gold)]
    data = Data(Vocabulary(args.encoder / "vocab.txt"), codes)
    encoder = AutoModel.from_pretrained(args.encoder, attn_implementation="eager")
    net = Net(encoder, torch.zeros(len(codes), encoder.config.hidden_size))
    net.eval()
    with torch.no_grad():
        for number, code in enumerate(book.codes):
            texts = [f"{code.label}. {code.short}", *(example.text for example in code.examples_yes)]
            net.codes[number] = net.pooled(**data.inputs([("", text) for text in texts])).mean(0)
    if args.start:
        net, _ = _kept(args.start, args.encoder)
    net.train()
    optimizer = torch.optim.AdamW(
        [
            {"params": net.encoder.parameters(), "lr": args.rate},
            {"params": [net.codes], "lr": args.rate * 10},
            {"params": [net.bias, net.scale], "lr": 0.02 * args.rate / RATE, "weight_decay": 0.0},
        ],
        weight_decay=0.01,
    )
    steps = args.epochs * math.ceil(len(rows) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    whole = [row for row in rows if row.speaks_to is None]
    print(f"{len(rows)} answers to learn from, {len(apart)} held out", flush=True)
    begun = time.monotonic()
    for epoch in range(args.epochs):
        seen = [
            _joined(row, dice.choice(whole)) if row.speaks_to is None and dice.random() < JOINED else row
            for row in rows
        ]
        loss = 0.0
        for batch in _batches(seen, dice):
            labels, weights = data.wanted(batch)
            # Half as many digits are enough to learn, in half the time where the processor knows them.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = net(**data.inputs([(row.question, row.text) for row in batch])).float()
            cost = nn.functional.binary_cross_entropy_with_logits(
                logits, labels, weight=weights, pos_weight=torch.tensor(POSITIVE_WEIGHT), reduction="sum"
            ) / len(batch)
            optimizer.zero_grad()
            cost.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            loss += cost.item() * len(batch) / len(seen)
        print(f"epoch {epoch + 1}: loss {loss:.3f}, {time.monotonic() - begun:.0f} s", flush=True)
        if apart:
            print(
                "  held out:", _best(predict(net, data, apart), data.wanted(apart)[0].numpy() > 0), flush=True
            )
    args.out.mkdir(parents=True, exist_ok=True)
    learned = sorted({row.group for row in whole})
    torch.save({"net": net.state_dict(), "codes": codes, "learned": learned}, args.out / "net.pt")


def _kept(run: Path, encoder: Path) -> tuple[Net, Data]:
    """The model of a run."""
    kept = torch.load(run / "net.pt", weights_only=True)
    base = AutoModel.from_pretrained(encoder, attn_implementation="eager")
    net = Net(base, torch.zeros(len(kept["codes"]), base.config.hidden_size))
    net.load_state_dict(kept["net"])
    return net, Data(Vocabulary(encoder / "vocab.txt"), kept["codes"])


def predict(net: Net, data: Data, rows: list[Row]) -> np.ndarray:
    """Log-odds for each row and code."""
    net.eval()
    found = np.zeros((len(rows), len(data.codes)), np.float32)
    order = sorted(range(len(rows)), key=lambda place: len(rows[place].text))
    with torch.no_grad():
        for begin in range(0, len(order), 48):
            places = order[begin : begin + 48]
            found[places] = net(**data.inputs([(rows[p].question, rows[p].text) for p in places])).numpy()
    net.train()
    return found


def weigh(args: argparse.Namespace) -> None:
    """Fit how the model and the rules are weighed together, on the talks that were not learned from."""
    folder = shipped.codebooks() / args.codebook
    book = read_codebook(folder)
    kept = torch.load(args.run / "net.pt", weights_only=True)
    learned = set(kept["learned"])
    # The claims were made to be denied and doubted, and are unlike talk.
    rows = [row for row in labelled(args.codebook) if row.group.startswith("answers_")]
    counts, fires = _rules(book, rows)
    labels = np.array([[code in row.codes for code in kept["codes"]] for row in rows])
    # Nobody wrote rules for these answers, so all of them tell how far a rule's finding can be trusted.
    right, found = (counts & labels).sum(0), counts.sum(0)
    mean = right.sum() / found.sum()
    trust = (right + 3 * mean) / (found + 3)
    apart = np.array([row.group not in learned for row in rows])
    net, data = _kept(args.run, args.encoder)
    logits = predict(net, data, [row for row, is_apart in zip(rows, apart, strict=True) if is_apart])
    parts = _parts(logits, counts[apart], fires[apart], trust)
    wanted = labels[apart]
    model = LogisticRegression(C=10.0, max_iter=1000).fit(parts.reshape(-1, parts.shape[-1]), wanted.ravel())
    score = model.predict_proba(parts.reshape(-1, parts.shape[-1]))[:, 1].reshape(wanted.shape)
    threshold, f1 = max(
        ((cut, _f1(score >= cut, wanted)) for cut in np.arange(0.1, 0.8, 0.01)), key=lambda found: found[1]
    )
    rules = _f1(counts[apart], wanted)
    alone = max(_f1(logits >= cut, wanted) for cut in np.arange(-3, 2, 0.1))
    print(f"held out: rules {rules:.3f}, model {alone:.3f}, both {f1:.3f} from a score of {threshold:.2f}")
    chosen = score >= threshold
    n, hit = chosen.sum(0), (chosen & wanted).sum(0)
    # A code is left to the rules only where it is clear that most of what the layer suggests is wrong.
    off = [
        total > 0 and binomtest(int(good), int(total)).proportion_ci(0.8, "wilson").high < 0.4
        for good, total in zip(hit, n, strict=True)
    ]
    known = {code.code_id: definition_fingerprint(code) for code in book.codes}
    card = {
        "name": args.name,
        "weights": [round(float(w), 5) for w in (model.intercept_[0], *model.coef_[0])],
        "threshold": round(float(threshold), 3),
        "codes": [
            {
                "code": code,
                "definition": known[code],
                "rule_precision": round(float(trust[place]), 3),
                "suggested": int(n[place]),
                "right": int(hit[place]),
                "off": bool(off[place]),
            }
            for place, code in enumerate(kept["codes"])
        ],
    }
    args.out.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def _rules(book: Codebook, rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """For each answer and code, whether a rule's finding counts, and whether one fires without counting."""
    place = {code.code_id: number for number, code in enumerate(book.codes)}
    made = []
    for number, row in enumerate(rows):
        turn = Turn(1, "P", Role.PARTICIPANT, TurnKind.TURN, 0, len(row.text))
        talk = Transcript(str(number), str(number), row.source, "csv", "", row.text, (turn,), ())
        made.append(Unit(talk, turn, row.question))
    counts = np.zeros((len(rows), len(place)), dtype=bool)
    fires = counts.copy()
    stance = find_stance(shipped.paraphrase(book.paraphrase))
    for found in Engine(book, stance=stance).suggest_units(made):
        (counts if found.counts else fires)[int(found.transcript_id), place[found.code_id]] = True
    return counts, fires


def _parts(logits: np.ndarray, counts: np.ndarray, fires: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """What is weighed, as in ``Paraphrase.score``; there the one comes first."""
    rule = counts * np.log(trust / (1 - trust))
    rivals = strongest_others(logits)
    return np.stack([logits, counts, fires, rule, counts * logits, rivals], axis=-1)


def export(args: argparse.Namespace) -> None:
    """Write the model with its weights in eight bits, its vocabulary and its card."""
    folder = shipped.codebooks() / args.codebook / "paraphrase"
    folder.mkdir(exist_ok=True)
    net, _ = _kept(args.run, args.encoder)
    net.eval()
    path = args.run / "whole.onnx"
    given = (torch.tensor([[101, 2054, 102, 2053, 102]]), torch.tensor([[0, 0, 0, 1, 1]]))
    torch.onnx.export(
        WithVector(net),
        given,
        str(path),
        input_names=["input_ids", "token_type_ids"],
        output_names=["log_odds", "vector"],
        dynamic_axes={"input_ids": {1: "pieces"}, "token_type_ids": {1: "pieces"}},
        opset_version=17,
        dynamo=False,
    )
    model = in_eight_bits(onnx.load(path))
    (folder / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))
    shutil.copyfile(args.encoder / "vocab.txt", folder / "vocab.txt")
    card = json.loads(args.weights.read_text(encoding="utf-8"))
    card["sha256"] = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


class Alone(nn.Module):
    """The network for one answer at a time, which needs no mask."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
        return self.net(input_ids, torch.ones_like(input_ids), token_type_ids)


class WithVector(nn.Module):
    """The same with the answer's place among meanings, from which a study learns codes of its own."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        pooled = self.net.pooled(input_ids, torch.ones_like(input_ids), token_type_ids)
        return self.net.nearness(pooled), pooled


def in_eight_bits(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same model with every large matrix as whole numbers from -127 to 127 and a scale for each column.

    The runtime multiplies them out once when it loads the model, so that results do not depend on what
    else is read.
    """
    graph = model.graph
    added, kept = [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.ndim != 2 or values.size < 10_000 or values.dtype != np.float32:
            kept.append(tensor)
            continue
        axis = 1 if values.shape[0] > 5_000 else 0
        scale = np.maximum(np.abs(values).max(axis=axis, keepdims=True), 1e-9) / 127
        whole = np.round(values / scale).astype(np.int8)
        kept += [
            numpy_helper.from_array(whole, f"{tensor.name}.whole"),
            numpy_helper.from_array(scale.astype(np.float32), f"{tensor.name}.scale"),
        ]
        added += [
            helper.make_node("Cast", [f"{tensor.name}.whole"], [f"{tensor.name}.cast"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [f"{tensor.name}.cast", f"{tensor.name}.scale"], [tensor.name]),
        ]
    nodes = [*added, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def _f1(chosen: np.ndarray, labels: np.ndarray) -> float:
    return 2 * int((chosen & labels).sum()) / max(int(chosen.sum()) + int(labels.sum()), 1)


def _joined(row: Row, other: Row) -> Row:
    if len(row.text) + len(other.text) > 420:
        return row
    return Row(row.group, row.question, f"{row.text} {other.text}", row.codes | other.codes)


def _batches(rows: list[Row], dice: random.Random) -> list[list[Row]]:
    """Answers of like length together, in random order."""
    places = list(rows)
    dice.shuffle(places)
    made = []
    for begin in range(0, len(places), BATCH * 20):
        some = sorted(places[begin : begin + BATCH * 20], key=lambda row: len(row.text))
        made += [some[k : k + BATCH] for k in range(0, len(some), BATCH)]
    dice.shuffle(made)
    return made


def _best(logits: np.ndarray, labels: np.ndarray) -> str:
    def f1(cut: float) -> tuple[float, float, float, float]:
        chosen = logits >= cut
        right = int((chosen & labels).sum())
        return (
            2 * right / max(chosen.sum() + labels.sum(), 1),
            right / max(chosen.sum(), 1),
            right / max(labels.sum(), 1),
            cut,
        )

    best = max(f1(cut) for cut in np.arange(-3, 2, 0.1))
    return "F1 {:.3f} precision {:.3f} recall {:.3f} at log-odds {:.1f}".format(*best)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    training = commands.add_parser("train")
    training.add_argument("--codebook", default="csec")
    training.add_argument("--encoder", type=Path, required=True)
    training.add_argument("--out", type=Path, required=True)
    training.add_argument("--also", type=Path, action="append", default=[], metavar="GOLD.csv")
    training.add_argument("--hold-out", type=float, default=0.0)
    training.add_argument("--epochs", type=int, default=EPOCHS)
    training.add_argument("--rate", type=float, default=RATE)
    training.add_argument("--start", type=Path, metavar="RUN", help="go on from a run, with more answers")
    training.set_defaults(do=train)
    weighing = commands.add_parser("weigh")
    weighing.add_argument("--codebook", default="csec")
    weighing.add_argument("--encoder", type=Path, required=True)
    weighing.add_argument("--run", type=Path, required=True)
    weighing.add_argument("--name", default="csec-1")
    weighing.add_argument("--out", type=Path, required=True)
    weighing.set_defaults(do=weigh)
    exporting = commands.add_parser("export")
    exporting.add_argument("--codebook", default="csec")
    exporting.add_argument("--encoder", type=Path, required=True)
    exporting.add_argument("--run", type=Path, required=True)
    exporting.add_argument("--weights", type=Path, required=True)
    exporting.set_defaults(do=export)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
