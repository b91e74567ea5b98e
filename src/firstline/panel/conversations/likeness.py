"""How much of a suggestion an agent kept."""

from difflib import SequenceMatcher

from firstline.panel.diffs import words_of

MOST_WORDS = 2_000
"""Comparing takes the square of their number; longer texts are compared by their beginnings."""


def likeness(suggested: str, sent: str) -> float:
    """Say how alike two texts are, word by word: 1 where they are the same, 0 without a common one.

    Scripts without spaces between words are compared sign by sign.
    """
    was, now = words_of(suggested)[:MOST_WORDS], words_of(sent)[:MOST_WORDS]
    return SequenceMatcher(None, was, now, autojunk=False).ratio()
