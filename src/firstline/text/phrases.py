"""Words and phrases that people list, found in what customers write."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firstline.text.entities import MARK
from firstline.text.normalise import normalise

STEM = "*"
"""At the end of a word: whatever ending it has."""
LONGEST = 100
"""Characters of one phrase."""

# Thai to Khmer, kana and Han: written without spaces, so that no word ends anywhere for certain.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SPACED_LETTER = re.compile(rf"[^\W{_UNSPACED}]")


def folded(text: str) -> str:
    """Bring a normalised text into the form that phrases are compared in.

    What was redacted is no word any more: nobody wrote the `name` of `⟨NAME⟩`.
    """
    return MARK.sub("⟨⟩", text).casefold().replace("’", "'").replace("ё", "е")


def folded_phrase(phrase: str) -> str:
    return folded(normalise(phrase))


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases, ready to be looked for."""

    _phrases: tuple[tuple[str, str, re.Pattern[str]], ...]
    """As listed; its beginning without stems; and the whole of it."""

    @classmethod
    def of(cls, listed: Iterable[str]) -> "Phrases":
        return cls(tuple(map(_compiled, listed)))

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def found_in(self, text: str) -> Iterator[str]:
        """Yield the phrases that a folded text has, as they are listed.

        Takes time in proportion to the text: a phrase is first looked for as plain characters,
        and no pattern can go back over what it has read.
        """
        for phrase, beginning, pattern in self._phrases:
            if beginning in text and pattern.search(text):
                yield phrase


def _compiled(phrase: str) -> tuple[str, str, re.Pattern[str]]:
    text = folded_phrase(phrase)
    words = r"\w*".join(map(re.escape, text.split(STEM)))
    pattern = f"{_border(text[:1], '<')}{words}{_border(text[-1:], '')}"
    return phrase, text.partition(STEM)[0], re.compile(pattern)


def _border(end: str, behind: str) -> str:
    """Ask for no further letter beside a phrase, where its script has spaces between words."""
    return rf"(?{behind}![^\W{_UNSPACED}])" if _SPACED_LETTER.match(end) else ""
