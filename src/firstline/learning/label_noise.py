"""The file beside a history that lists inquiries whose topic looks mistaken."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from firstline.domain.cases import Case
from firstline.domain.topics import TopicId
from firstline.learning.heads import FittedClassifier

HEADER = ("id", "text", "given_topic", "likely_topic", "probability")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run when a customer's message begins with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    case: Case
    likely: TopicId
    probability: float
    """Of the likely topic, by a head that has not learnt from the case."""


def suspicions_of(fitted: FittedClassifier, learnt: Sequence[Case]) -> tuple[Suspicion, ...]:
    """Name the cases behind the doubted rows, the least credible label first."""
    topics = fitted.classifier.topics
    return tuple(
        Suspicion(
            case=learnt[doubt.row], likely=topics[doubt.likely], probability=doubt.probability
        )
        for doubt in fitted.noise.doubts
    )


def write_suspicions(suspicions: Sequence[Suspicion], history: Path) -> Path | None:
    """Write `<name>.suspicious.csv` beside the history, for specialists to look through.

    Returns the file; `None` where nothing is suspicious, or where the folder allows no file,
    which must not cost the training.
    """
    path = history.with_name(f"{history.name}.suspicious.csv")
    try:
        path.unlink(missing_ok=True)
        if not suspicions:
            return None
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *_rows(suspicions)])
    except OSError:
        return None
    return path


def _rows(suspicions: Sequence[Suspicion]) -> Iterator[tuple[str, ...]]:
    for suspicion in suspicions:
        inquiry = suspicion.case.inquiry
        cells = (inquiry.id, inquiry.text, str(suspicion.case.topic_id), suspicion.likely)
        yield (*map(_harmless, cells), f"{suspicion.probability:.3f}")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
