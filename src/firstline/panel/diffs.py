"""What changed between two texts, line by line, and word by word within changed lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    words: tuple["Words", ...] = ()
    """The text in pieces, where the line took the place of one that is much like it."""


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    is_changed: bool


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
            lines += _changed(old[i:end_i], new[j:end_j])
    return lines


LIKE = 0.5
"""Share of words in common from which on a line counts as an edit of another."""
MOST_WORDS = 2_000
"""In a line; comparing words takes the square of their number."""
AHEAD = 10
"""Lines among which the edit of one is looked for."""
# Scripts without spaces between words are compared sign by sign.
_SIGN = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+|\s+|[^\w\s]")


def words_of(text: str) -> list[str]:
    """Cut a text into words, signs of scripts without spaces, spaces and marks."""
    return _WORD.findall(text)


def _changed(old: Sequence[str], new: Sequence[str]) -> list[DiffLine]:
    """Show lines that took the place of others, with what changed in those that are alike."""
    removed = [DiffLine(LineKind.REMOVED, text) for text in old]
    added = [DiffLine(LineKind.ADDED, text) for text in new]
    start = 0
    for place, text in enumerate(old):
        for other in range(start, min(start + AHEAD, len(new))):
            if pair := _compared(text, new[other]):
                removed[place] = replace(removed[place], words=pair[0])
                added[other] = replace(added[other], words=pair[1])
                start = other + 1
                break
    return [*removed, *added]


def _compared(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]] | None:
    """Cut both lines into what is equal and what is not; `None` where they are not alike."""
    was, now = words_of(old), words_of(new)
    if not _are_alike(Counter(was), Counter(now)):
        return None
    changes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    before = (Words("".join(was[i:end]), tag != "equal") for tag, i, end, _, _ in changes)
    after = (Words("".join(now[j:end]), tag != "equal") for tag, _, _, j, end in changes)
    return tuple(w for w in before if w.text), tuple(w for w in after if w.text)


def _are_alike(was: Counter[str], now: Counter[str]) -> bool:
    size = was.total() + now.total()
    if size > MOST_WORDS:
        return False
    common = sum(count for word, count in (was & now).items() if not word.isspace())
    spaces = sum(count for word, count in (*was.items(), *now.items()) if word.isspace())
    return common > 0 and 2 * common >= LIKE * (size - spaces)


def _collapsed(texts: list[str], *, head: int, tail: int) -> Iterator[DiffLine]:
    """Keep the first and last lines; a single line is shown rather than counted."""
    skipped = len(texts) - head - tail
    if skipped <= 1:
        yield from (DiffLine(LineKind.KEPT, text) for text in texts)
        return
    yield from (DiffLine(LineKind.KEPT, text) for text in texts[:head])
    yield DiffLine(LineKind.SKIPPED, "", skipped)
    yield from (DiffLine(LineKind.KEPT, text) for text in texts[len(texts) - tail :])
