"""What changed between two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

CONTEXT = 3
"""Unchanged lines shown on either side of a change."""


class LineKind(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    SKIPPED = "skipped"
    """Stands for unchanged lines that are not shown."""


@dataclass(frozen=True, slots=True)
class DiffLine:
    kind: LineKind
    text: str
    count: int = 1
    """How many lines it stands for."""


def diff_lines(before: str, after: str, *, context: int = CONTEXT) -> list[DiffLine]:
    """Compare two texts; long unchanged parts are collapsed. Equal texts have no lines."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    lines: list[DiffLine] = []
    for place, (tag, i, end_i, j, end_j) in enumerate(changes):
        if tag == "equal":
            is_last = place == len(changes) - 1
            head, tail = (context if place else 0), (0 if is_last else context)
            lines += _collapsed(old[i:end_i], head=head, tail=tail)
        else:
            lines += [DiffLine(LineKind.REMOVED, text) for text in old[i:end_i]]
            lines += [DiffLine(LineKind.ADDED, text) for text in new[j:end_j]]
    return lines


def _collapsed(texts: list[str], *, head: int, tail: int) -> Iterator[DiffLine]:
    """Keep the first and last lines; a single line is shown rather than counted."""
    skipped = len(texts) - head - tail
    if skipped <= 1:
        yield from (DiffLine(LineKind.KEPT, text) for text in texts)
        return
    yield from (DiffLine(LineKind.KEPT, text) for text in texts[:head])
    yield DiffLine(LineKind.SKIPPED, "", skipped)
    yield from (DiffLine(LineKind.KEPT, text) for text in texts[len(texts) - tail :])
