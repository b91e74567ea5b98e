"""Bring a text into the one form that everything after it sees."""

import re
import unicodedata

from firstline.text.entities import MARK

MAX_LENGTH = 2_000  # about 500 tokens; no encoder of ours reads more than 512
_LONGEST_MARK = 10  # ⟨ORDER_ID⟩
# Sorting combining characters in NFKC takes quadratic time, so endless ones are cut before.
# A text of MAX_LENGTH marks still fits: the second cut stays the only one that is seen.
_MAX_RAW_LENGTH = (_LONGEST_MARK + 2) * MAX_LENGTH
_TORN_WORD = 64  # longer ones are no e-mail address or number

_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, except those that are white space
    "\ud800-\udfff"  # lone surrogates
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # formatting
    "]"
)


def normalise(text: str) -> str:
    """Compose (NFKC), drop what cannot be seen, collapse white space, cap the length.

    Law: idempotent. Typed marks stay as they are and count as one character, so a text
    does not grow over the cap by being redacted.
    """
    text = _INVISIBLE.sub("", text[:_MAX_RAW_LENGTH])
    if not text.isascii():
        # Composing may bring characters together that compose once more.
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = " ".join(text.split())
    return text if len(text) <= MAX_LENGTH else _cut(text)


def _cut(text: str) -> str:
    end, room = 0, MAX_LENGTH
    for mark in MARK.finditer(text):
        if mark.start() - end >= room:
            break
        room -= mark.start() - end + 1
        end = mark.end()
    if len(text) - end <= room:
        return text
    return _without_torn_end(text[: end + room])


def _without_torn_end(text: str) -> str:
    """Drop a number or address cut in two: half of it would not be recognised."""
    if text.endswith("⟩"):
        return text
    last = text[-_TORN_WORD:]
    kept = last.rpartition(" ")[0] if last.isascii() else last
    return text[: -len(last)] + kept.rstrip("0123456789 ()+-./")
