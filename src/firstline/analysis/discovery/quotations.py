"""Quotations: where agents' replies name a fact's value, so that a placeholder can stand there.

A fact is quoted if the replies follow it: it is known in nearly all cases, its value differs
between them, and most replies hold the value of their own case.
"""

import re
from collections.abc import Sequence
from datetime import tzinfo

from firstline.domain.cases import Case
from firstline.domain.facts import Fact, FactSchema, FactType, FactValue
from firstline.domain.templates import Language
from firstline.engine.fill import fill

KNOWN = 0.9  # share of the cases in which a placeholder could be filled
QUOTED = 0.7  # share of these in which the reply holds the value
LEAST_VALUES = 2  # a value that never changes may be a word of the sentence
_QUOTABLE = frozenset(FactType) - {FactType.BOOL, FactType.LIST}


def with_placeholders(
    cases: Sequence[Case], schema: FactSchema, *, language: Language, zone: tzinfo
) -> list[str]:
    """The replies of cases, with `{{ fact }}` in place of the values that they quote.

    The fact that most replies quote goes first; what it has taken is no longer there for another
    fact that happens to have the same value.
    """
    texts = [case.reply for case in cases]
    left = [fact for fact in schema if fact.type in _QUOTABLE]
    while left:
        found = {fact.name: _patterns(fact, cases, language, zone) for fact in left}
        shares = [_share_quoted(texts, found[fact.name]) for fact in left]
        best = max(range(len(left)), key=shares.__getitem__)
        if shares[best] < QUOTED:
            return texts
        fact = left.pop(best)
        mark = f"{{{{ {fact.name} }}}}"
        texts = [
            pattern.sub(mark, text) if pattern else text
            for text, pattern in zip(texts, found[fact.name], strict=True)
        ]
    return texts


def _patterns(
    fact: Fact, cases: Sequence[Case], language: Language, zone: tzinfo
) -> list[re.Pattern[str] | None]:
    """How each reply would have to write the fact; nothing where it cannot be told."""
    values = [case.inquiry.facts.get(fact.name) for case in cases]
    known = [value for value in values if value is not None]
    if len(known) < KNOWN * len(cases) or len(set(known)) < LEAST_VALUES:
        return [None] * len(cases)
    return [_pattern(fact, value, language, zone) for value in values]


def _pattern(
    fact: Fact, value: FactValue, language: Language, zone: tzinfo
) -> re.Pattern[str] | None:
    if value is None:
        return None
    as_people_write = fill(
        f"{{{{ {fact.name} }}}}", {fact.name: value}, language=language, zone=zone
    )
    ways = dict.fromkeys(filter(None, (as_people_write, str(value))))
    longest_first = sorted(ways, key=len, reverse=True)
    # Not inside another word or number, nor inside a placeholder.
    return re.compile(rf"(?<![\w{{.,]){_any(longest_first)}(?![\w}}]|[.,]\d)") if ways else None


def _any(ways: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, ways))})"


def _share_quoted(texts: Sequence[str], patterns: Sequence[re.Pattern[str] | None]) -> float:
    tried = [bool(p.search(text)) for text, p in zip(texts, patterns, strict=True) if p]
    return sum(tried) / len(tried) if tried else 0.0
