"""People's names where the sentence says that one follows; no dictionary, no model.

Precision first: "I'm Angry" is a feeling. A name that nobody introduces stays.
"""

import re
from importlib import resources

from firstline.text.detectors.matches import Match

_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁ]"
_LETTER = r"[A-Za-zÀ-ÖØ-öø-ÿĀ-žА-Яа-яЁё]"
_GIVEN = rf"{_CAPITAL}{_LETTER}{{1,24}}(?:['’-]{_LETTER}{{1,24}})?"
_PARTICLE = rf"(?:(?:{_CAPITAL}\.|de|da|van|von|der|bin) )?(?:O['’])?"
_NAME = rf"{_GIVEN}(?: {_PARTICLE}{_GIVEN}){{0,2}}"
_FULL_NAME = rf"{_GIVEN}(?: {_PARTICLE}{_GIVEN}){{1,2}}"
_WORDS = rf"{_LETTER}{{2,24}}(?: {_LETTER}{{2,24}})?"
_END = rf"(?!{_LETTER}|['’]{_LETTER})"
_KANJI = "[一-龯々ァ-ヶー]{1,8}"

_MY_NAME_IS = r"my (?:full |first |last )?name is|name[:：]|меня зовут|мо[её] имя|имя:"
_I_AM = r"I[’']m|I am|i[’']m|i am|[Tt]his is|[Ээ]то"
_HELLO = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|evening)"
    r"|привет|здравствуйте|добрый день|уважаем(?:ый|ая)"
)
_REGARDS = r"regards|sincerely|faithfully|truly|best wishes|с уважением"
_THANKS = r"thanks|thank you|thanks in advance|cheers|best|спасибо"

_PATTERNS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\b(?i:{_MY_NAME_IS}) ?({_NAME}|{_WORDS}){_END}",  # said outright: any case will do
        rf"\b(?:{_I_AM}) ({_FULL_NAME}){_END}",
        rf"({_KANJI}(?: {_KANJI})?|[A-Za-z]{{2,20}})と申します",
        rf"(?:名前は|氏名[:：は] ?)({_KANJI}(?: {_KANJI})?)(?:です|$|[。、\s])",
        rf"^\W{{0,3}}(?i:{_HELLO}),? ({_NAME})(?=[,!.\n]|\Z)",
        rf"\b(?i:{_REGARDS}),?\s{{1,3}}({_NAME})\s?[.!]?\s?$",
        rf"\b(?i:{_THANKS}),\s{{1,3}}({_NAME})\s?[.!]?\s?$",
    )
)
# Most messages hold none of these, and need no further look.
_INTRODUCTION = re.compile(rf"(?i:{_MY_NAME_IS}|{_I_AM}|{_HELLO}|{_REGARDS}|{_THANKS})|申します|名")
_NOT_NAMES = frozenset(
    word
    for line in resources.files(__package__)
    .joinpath("not_names.txt")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
    for word in line.split()
)


def find_names(text: str) -> list[Match]:
    """Find what the first pattern with a hit finds."""
    if not _INTRODUCTION.search(text):
        return []
    for pattern in _PATTERNS:
        found = [span for m in pattern.finditer(text) if (span := _until_no_name(m))]
        if found:
            return found
    return []


def _until_no_name(match: re.Match[str]) -> Match | None:
    """Keep the words up to the first that is no name."""
    end = match.start(1)
    for word in re.finditer(r"\S+", match[1]):
        if word[0].lower() in _NOT_NAMES:
            break
        end = match.start(1) + word.end()
    return (match.start(1), end) if end > match.start(1) else None
