"""Card and bank account numbers."""

import re

from firstline.text.detectors.matches import Match

# Three ways to be a card:
#  1. 13–19 digits in one piece, or grouped as on a card (4-4-4-4 and a rest, 4-6-4, 4-6-5) or
#     as people regroup one (5-5-6):
#     whatever the checksum says, since most card numbers typed in chat have a typing error
#     (only 13 % of those in MultiDoGO's finance turns pass), and no other number of this
#     length is needed to understand a message;
#  2. 13–19 digits in other groups with one kind of separator, if they pass the Luhn check;
#  3. 12 digits in one piece that start as Maestro does and pass the Luhn check.
_AS_ON_A_CARD = re.compile(
    r"\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,4})?"
    r"|\d{4}([ -])\d{6}\2\d{4,5}|\d{5}([ -])\d{5}\3\d{5,6}"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_+])(?:\d{13,19}|\d{2,12}(?:([ .-])\d{2,7}(?:\1\d{2,7}){0,8})?)(?![A-Za-z0-9_])"
)
_CARD_DIGITS = range(13, 20)
_MAESTRO = re.compile(r"(?:5[06-8]|6)\d{10,11}")

_IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9]{4})")
# Total length by country, from the SWIFT IBAN registry.
_IBAN_LENGTH = {
    country: int(length)
    for length, countries in {
        "15": "NO",
        "16": "BE",
        "18": "DK FI FK FO GL NL SD",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU MN XK",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG",
        "25": "LY PT ST",
        "26": "IS TR",
        "27": "BI DJ FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HN HU LB NI PL SV",
        "29": "BR EG PS QA UA",
        "30": "JO KW MU YE",
        "31": "MT SC",
        "32": "LC",
        "33": "RU",
    }.items()
    for country in countries.split()
}


def find_cards(text: str) -> list[Match]:
    return [match.span() for match in _NUMBER.finditer(text) if _is_card(match[0])]


def _is_card(number: str) -> bool:
    if _AS_ON_A_CARD.fullmatch(number):
        return True
    digits = re.sub(r"\D", "", number)
    if len(digits) in _CARD_DIGITS:
        return passes_luhn(digits)
    return bool(_MAESTRO.fullmatch(number)) and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[::-2]))) % 10 == 0


def find_ibans(text: str) -> list[Match]:
    """Find account numbers that have their country's length and pass the mod 97 check."""
    found: list[Match] = []
    for start in _IBAN_START.finditer(text):
        end = _iban_end(text, start.start())
        if end and start.start() >= (found[-1][1] if found else 0):
            found.append((start.start(), end))
    return found


def _iban_end(text: str, start: int) -> int | None:
    length = _IBAN_LENGTH.get(text[start : start + 2].upper(), 0)
    written = re.compile(rf"(?:[A-Za-z0-9][ -]?){{{length - 1}}}[A-Za-z0-9](?![A-Za-z0-9])")
    match = written.match(text, start) if length else None
    return match.end() if match and passes_mod_97(re.sub(r"[ -]", "", match[0])) else None


def passes_mod_97(iban: str) -> bool:
    rearranged = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1
