"""The numbers, days and clock times that a text cites, in the ways people write them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from babel.dates import get_month_names

from firstline.domain.templates import Language

_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})")
_JAPANESE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_NUMERIC = re.compile(r"\b(\d{1,2})([./])(\d{1,2})\2(\d{4}|\d{2})\b")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d{2})?\b")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f,.'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")
_LIST_MARK = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_GROUPS = re.compile(r"[ \u00a0\u202f'’]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One citation with everything that it may mean; two agree where they share a meaning."""

    cited: str
    meanings: frozenset[str]


Read: TypeAlias = Callable[[re.Match[str]], frozenset[str]]


def quantities(text: str, languages: Sequence[Language]) -> tuple[Quantity, ...]:
    """Find them all; what is read as a day or a time is not read as a number again."""
    found: list[Quantity] = []
    rest = _LIST_MARK.sub("\n", text)
    for pattern, read in _readers(tuple(languages)):
        found += [
            Quantity(cited=match[0], meanings=read(match)) for match in pattern.finditer(rest)
        ]
        rest = pattern.sub(" · ", rest)
    return tuple(found)


def meanings(texts: Iterable[str], languages: Sequence[Language]) -> frozenset[str]:
    """Collect everything that texts cite, in every meaning."""
    every = (quantity.meanings for text in texts for quantity in quantities(text, languages))
    return frozenset().union(*every)


@cache
def _readers(languages: tuple[Language, ...]) -> tuple[tuple[re.Pattern[str], Read], ...]:
    months = {name: number for language in languages for name, number in _months(language).items()}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True)) or r"\b\B"
    day_first = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?({names})\b", re.IGNORECASE)
    month_first = re.compile(rf"\b({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b", re.IGNORECASE)
    return (
        (_ISO, lambda found: _day(found[2], found[3])),
        (_JAPANESE, lambda found: _day(found[1], found[2])),
        (_NUMERIC, lambda found: _day(found[1], found[3]) | _day(found[3], found[1])),
        (day_first, lambda found: _day(months[found[2].lower()], found[1])),
        (month_first, lambda found: _day(months[found[1].lower()], found[2])),
        (_CLOCK, lambda found: frozenset((f"at {int(found[1])}:{found[2]}",))),
        (_NUMBER, lambda found: _number(found[0])),
    )


def _months(language: Language) -> Mapping[str, int]:
    return {
        name.lower().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context, locale=language).items()
        if name[0].isalpha()
    }


def _day(month: str | int, day: str) -> frozenset[str]:
    return frozenset((f"{int(month)}/{int(day)}",))


def _number(cited: str) -> frozenset[str]:
    """Read `1,250` as 1250 and as 1.25: languages differ in what a comma means."""
    plain = _GROUPS.sub("", cited)
    as_point = re.sub(r"[.,](?=.*[.,])", "", plain).replace(",", ".")
    as_groups = re.sub(r"[.,]", "", plain)
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain)
    texts = {as_groups, as_point} if grouped else {as_point}
    return frozenset(str(Decimal(text).normalize()) for text in texts)
