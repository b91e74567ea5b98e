"""How people type: slips, lower case, no full stops, abbreviations, shouting."""

import re
from random import Random

from examples.rides.history.draws import chance

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {key: near for row in KEYS for key, near in zip(row, row[1:] + row[-2], strict=True)}
PHONE_WORDS = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "please": "pls",
    "because": "bc",
    "and": "&",
    "for": "4",
    "to": "2",
    "minutes": "min",
    "thanks": "thx",
    "cannot": "cant",
}


def as_typed(rng: Random, text: str) -> str:
    """Spoil an English message the way people do; most stay nearly as they are."""
    if not any(letter.isalpha() for letter in text):
        return text
    if chance(rng, 0.07):
        text = _as_on_a_phone(rng, text)
    if chance(rng, 0.3):
        for _ in range(rng.randint(1, 1 + len(text) // 45)):
            text = slip(rng, text)
    if chance(rng, 0.28):
        text = text.lower()
    if chance(rng, 0.22):
        text = re.sub(r"[.,!?’'](?!\d)", "", text)
    if chance(rng, 0.02):
        text = text.upper()
    return text


def slip(rng: Random, text: str) -> str:
    """Make one slip of the fingers inside a word; digits, which carry facts, stay."""
    places = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    before, letter, following, after = text[:at], text[at], text[at + 1], text[at + 2 :]
    match rng.randrange(5):
        case 0:
            return before + following + letter + after
        case 1:
            return before + following + after
        case 2:
            return before + letter + letter + following + after
        case 3:
            return before + NEIGHBOURS.get(letter.lower(), letter) + following + after
        case _:
            return before + letter + " " + following + after


def _as_on_a_phone(rng: Random, text: str) -> str:
    words = (PHONE_WORDS.get(w, w) if chance(rng, 0.7) else w for w in text.split(" "))
    return " ".join(words)
