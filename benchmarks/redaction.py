"""Recall and precision of redaction on public texts with marked personal data.

    python benchmarks/redaction.py

Reads `presidio_synth` and `multidogo` from `FIRSTLINE_DATA_DIR` (default `../shared/data`).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from rich.console import Console
from rich.table import Table

from benchmarks.public_sets import DATA
from firstline.text import EntityKind, redact

_KIND_OF = {
    "EMAIL_ADDRESS": EntityKind.EMAIL,
    "PHONE_NUMBER": EntityKind.PHONE,
    "CREDIT_CARD": EntityKind.CARD,
    "IBAN_CODE": EntityKind.IBAN,
    "DOMAIN_NAME": EntityKind.URL,
    "PERSON": EntityKind.NAME,
    "US_SSN": EntityKind.SSN,
}
_CARD_DIGITS = range(13, 20)


class Score(TypedDict):
    labelled: int
    found: int
    recall: float
    precision: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    text: str
    spans: frozenset[tuple[EntityKind, int, int]]


def measure(data_dir: Path = DATA) -> dict[str, dict[EntityKind, Score]]:
    """Score each kind on each set; a find counts if it overlaps a label of its kind.

    Labels of kinds that we do not know (streets, passports) are in no denominator.
    """
    return {
        "presidio_synth": _score(list(_presidio(data_dir)), tuple(_KIND_OF.values())),
        "multidogo": _score(list(_multidogo(data_dir)), (EntityKind.CARD,)),
    }


def _presidio(data_dir: Path) -> Iterator[Labelled]:
    rows = json.loads((data_dir / "presidio_synth/synth_dataset_v2.json").read_text("utf-8"))
    for row in rows:
        spans = (
            (_KIND_OF[span["entity_type"]], span["start_position"], span["end_position"])
            for span in row["spans"]
            if span["entity_type"] in _KIND_OF
        )
        yield Labelled(text=row["full_text"], spans=frozenset(spans))


def _multidogo(data_dir: Path) -> Iterator[Labelled]:
    """Labels are per token: a run of `card_number` with a card's count of digits is a card."""
    with (data_dir / "multidogo/finance.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            labels = row["slots"].split()
            tokens = list(re.finditer(r"\S+", row["text"]))
            if len(labels) in {0, len(tokens)}:
                yield Labelled(text=row["text"], spans=frozenset(_card_runs(tokens, labels)))


def _card_runs(
    tokens: list[re.Match[str]], labels: list[str]
) -> Iterator[tuple[EntityKind, int, int]]:
    run: list[re.Match[str]] = []
    for token, label in zip([*tokens, None], [*labels, ""], strict=False):
        if token and label == "card_number":
            run.append(token)
            continue
        if sum(character.isdigit() for part in run for character in part[0]) in _CARD_DIGITS:
            yield EntityKind.CARD, run[0].start(), run[-1].end()
        run = []


def _score(rows: list[Labelled], kinds: tuple[EntityKind, ...]) -> dict[EntityKind, Score]:
    labelled, found, caught, right = (Counter[EntityKind]() for _ in range(4))
    for row in rows:
        finds = {(span.kind, span.start, span.end) for span in redact(row.text).spans}
        labelled.update(kind for kind, _, _ in row.spans)
        found.update(kind for kind, _, _ in finds)
        caught.update(label[0] for label in row.spans if _overlaps(label, finds))
        right.update(find[0] for find in finds if _overlaps(find, row.spans))
    return {
        kind: Score(
            labelled=labelled[kind],
            found=found[kind],
            recall=caught[kind] / max(1, labelled[kind]),
            precision=right[kind] / max(1, found[kind]),
        )
        for kind in kinds
    }


def _overlaps(
    span: tuple[EntityKind, int, int],
    others: frozenset[tuple[EntityKind, int, int]] | set[tuple[EntityKind, int, int]],
) -> bool:
    kind, start, end = span
    return any(kind == other and start < b and a < end for other, a, b in others)


def main() -> None:
    table = Table("set", "kind", "labelled", "found", "recall", "precision")
    for name, scores in measure().items():
        for kind, score in scores.items():
            rates = (f"{score['recall']:.3f}", f"{score['precision']:.3f}")
            table.add_row(name, kind, str(score["labelled"]), str(score["found"]), *rates)
    Console().print(table)


if __name__ == "__main__":
    main()
