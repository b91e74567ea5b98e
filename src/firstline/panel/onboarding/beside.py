"""What jobs wrote beside a history: rows that were refused, and labels that look mistaken."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from firstline.panel.onboarding.models import HistoryFile

MOST_REJECTS = 100_000  # rows of a download
LOOKED_AT = 2_000  # rejects that examples are taken from
MOST_VALUES = 5  # examples of one reason
_QUOTED = re.compile(r"`([^`]+)`")


def reject_rows(history: HistoryFile) -> Iterator[tuple[int, str, str]]:
    """Give line, reason and detail of each refused row; never what a customer wrote."""
    if not history.rejects.exists():
        return
    with history.rejects.open(encoding="utf-8", errors="replace") as lines:
        for line in islice(lines, MOST_REJECTS):
            reject = json.loads(line)
            yield reject["line"], reject["reason"], reject["detail"]


def refused_values(history: HistoryFile) -> Mapping[str, Sequence[str]]:
    """Find what some refused rows had in the place that was wrong: reason → values."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _line, reason, detail in islice(reject_rows(history), LOOKED_AT):
        value = _QUOTED.search(detail)
        if value and len(found[reason]) < MOST_VALUES:
            found[reason][value[1]] = None
    return {reason: tuple(values) for reason, values in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtedLabel:
    """A row whose topic the model does not believe."""

    inquiry: str
    """Its id."""
    text: str
    given: str
    """Topic in the history."""
    likely: str
    """Topic that the model finds."""
    probability: float
    """Of the likely one."""


def doubted_labels(history: HistoryFile) -> list[DoubtedLabel]:
    """Read what the last training doubted, the least credible label first."""
    if not history.suspicions.exists():
        return []
    with history.suspicions.open(encoding="utf-8", newline="") as file:
        return [
            DoubtedLabel(
                inquiry=row["id"],
                text=row["text"],
                given=row["given_topic"],
                likely=row["likely_topic"],
                probability=float(row["probability"]),
            )
            for row in csv.DictReader(file)
        ]
