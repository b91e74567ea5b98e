"""Texts without a string solver: a text is a code, and one Boolean per part that rules ask for.

Rules compare texts with fixed texts and look for fixed parts in them. So all that can be said
about a text is which fixed text it equals, if any, and which parts it has; and which of those
combinations exist is decided by two parts at a time. Suppose that no two parts contradict
each other, and that a text equals none of the fixed ones. Write its longest beginning, all it
contains and its longest end one after the other, with a character between them that no part
has: that text has these parts and what lies within them, as any text must, and no others.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from firstline.rules.tree import TextOperator


class Part(NamedTuple):
    """A question about a text: whether it contains, begins or ends with something."""

    operator: TextOperator
    text: str

    def is_in(self, whole: str) -> bool:
        match self.operator:
            case TextOperator.CONTAINS:
                return self.text in whole
            case TextOperator.STARTS_WITH:
                return whole.startswith(self.text)
            case TextOperator.ENDS_WITH:
                return whole.endswith(self.text)


class Implication(NamedTuple):
    """What having one part says about another."""

    part: Part
    other: Part
    has_other: bool


def implications(parts: Iterable[Part]) -> Iterator[Implication]:
    for one, other in combinations(parts, 2):
        for part, second in ((one, other), (other, one)):
            if _is_within(second, part):
                yield Implication(part, second, has_other=True)
        if _exclude_each_other(one, other):
            yield Implication(one, other, has_other=False)


def _is_within(inner: Part, outer: Part) -> bool:
    """Whether every text with the outer part has the inner one."""
    same_end = inner.operator is outer.operator
    return (same_end or inner.operator is TextOperator.CONTAINS) and inner.is_in(outer.text)


def _exclude_each_other(one: Part, other: Part) -> bool:
    if one.operator is not other.operator or one.operator is TextOperator.CONTAINS:
        return False
    return not (one.is_in(other.text) or other.is_in(one.text))


def text_with(parts: Iterable[Part], gap: str) -> str:
    """Write a text that has exactly these parts of all that are asked for.

    Args:
        parts: no two contradict each other.
        gap: of characters that are in no part and no fixed text; another gap, another text.
    """
    chosen = list(parts)
    start = _longest(chosen, TextOperator.STARTS_WITH)
    end = _longest(chosen, TextOperator.ENDS_WITH)
    inside = [part.text for part in chosen if not (part.is_in(start) or part.is_in(end))]
    return gap.join([start, *inside, end])


def _longest(parts: Iterable[Part], operator: TextOperator) -> str:
    return max((part.text for part in parts if part.operator is operator), key=len, default="")


def character_outside(texts: Iterable[str]) -> str:
    """Choose a character that none of these has, if possible one that reads as "anything"."""
    used = set[str]().union(*texts)
    return next(character for character in _gaps() if character not in used)


def _gaps() -> Iterator[str]:
    yield from "…·_"
    yield from map(chr, range(ord("a"), 0xD800))  # rules are far too short to use them all
