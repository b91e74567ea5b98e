"""Telephone numbers as people type them: with the habits of en, ja and ru."""

import re

from firstline.text.detectors.matches import Match

_START = r"(?<![A-Za-z0-9_+#№$€£¥₽/-])(?<!\d[.,])"
_END = r"(?![A-Za-z0-9_%°]|[.,:/-]\d|\s?[$€£¥₽円])"
_EXTENSION = r"(?:\s?(?:x|ext\.?|доб\.?|内線)\s?\d{1,6})?"
_SHAPES = (
    # +7 (999) 123-45-67, +81 90-1234-5678, +44 (0)20 7946 0958, 0049 30 901820
    r"(?:\+|00)[1-9]\d{0,2}(?:[ .-]?\(\d{1,5}\))?(?:[ .-]?\d{1,12}){1,6}",
    # 8 (999) 123-45-67, 89991234567, 7 495 123 45 67
    r"[78][ -]?\(?[3489]\d{2}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}",
    # 999 123-45-67, (999) 123 45 67
    r"(?:\(\d{3}\) ?|\d{3}[ -])\d{3}[ -]\d{2}[ -]\d{2}",
    # (212) 555-0199, 212-555-0199, 1-800-555-0199
    r"(?:1[ .-]?)?(?:\([2-9]\d{2}\)[ .-]?\d{3}[ .-]?|[2-9]\d{2}([ .-])\d{3}\1)\d{4}",
    # 090-1234-5678, 03-1234-5678, 020 7946 0958, 01 23 45 67 89, 0961-7596216
    r"0\d{1,4}([ .-])\d{2,8}(?:\2\d{2,4}){0,3}",
    # (03) 1234-5678, (71) 4233-6306, 03(1234)5678
    r"\(\d{2,5}\)[ -]?\d{1,5}[ -]\d{3,4}|0\d{1,4}\(\d{1,4}\)\d{3,4}",
    # 699 956 915, but not the amount 100 000 000
    r"[2-9]\d{2}([ -])(?!000)\d{3}\3(?!000)\d{3}",
    # 60-56-85-91
    r"\d{2}(?:-\d{2}){3}",
    # 09012345678, 0312345678
    r"0[1-9]\d{8,9}",
)
_PHONE = re.compile(f"{_START}(?:{'|'.join(_SHAPES)}){_EXTENSION}{_END}")
# After such a word even a number without a telephone's shape is one.
_INTRODUCED = re.compile(
    r"(?i:\b(?:phone|telephone|tel|mobile|cell|cellphone|whatsapp|viber|fax|call|text|ring)\b"
    r"|\b(?:телефон|тел|звоните|перезвоните|позвоните|ватсап)\w{0,3}|電話(?:番号)?|携帯(?:番号)?)"
    r"[.:：]?(?: ?(?:number|me|us|is|at|on|to|no|my|номер|мне|по|на|は|が)[.:：]?){0,4}\s?[:#]?\s?"
    rf"(\+?\(?\d{{1,15}}(?:[ .()-]{{1,2}}\d{{1,8}}){{0,6}}{_EXTENSION}){_END}"
)
_DIGITS = range(8, 16)  # E.164 allows 15
_INTRODUCED_DIGITS = range(7, 16)
_DATE = re.compile(r"\d{1,2}([ ./-])\d{1,2}\1(?:19|20)?\d{2}|\d{4}([ ./-])\d{1,2}\2\d{1,2}")


def find_phones(text: str) -> list[Match]:
    shaped = [m.span() for m in _PHONE.finditer(text) if _is_phone(m[0], _DIGITS)]
    return shaped or [
        m.span(1) for m in _INTRODUCED.finditer(text) if _is_phone(m[1], _INTRODUCED_DIGITS)
    ]


def _is_phone(number: str, digits: range) -> bool:
    return _digits(number) in digits and not _DATE.fullmatch(number)


def _digits(number: str) -> int:
    """Count the digits of the number without its extension."""
    return sum(map(str.isdigit, re.split(r"[a-zа-я内]", number)[0]))
