"""Seeds: messages whose sentiment we know because we wrote them.

One file for each language and sentiment, one message a line. Line n of every language says
about the same, so a fold that holds one holds its translations too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from firstline.domain.sentiments import SENTIMENTS
from firstline.domain.templates import Language
from firstline.text import prepare

FOLDER = resources.files(__package__).joinpath("seeds")
SEED_LANGUAGES = (Language("en"), Language("ja"), Language("ru"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    text: str
    """As the engine sees it."""
    language: Language
    sentiment: int
    """Column of the head."""
    number: int
    """Of the line, from 0."""


def read_seeds(languages: Iterable[Language], folder: Traversable = FOLDER) -> tuple[Seed, ...]:
    """Read the rows of these languages."""
    return tuple(seed for language in languages for seed in _of(language, folder))


def _of(language: Language, folder: Traversable) -> Iterator[Seed]:
    for column, name in enumerate(SENTIMENTS):
        lines = folder.joinpath(language, f"{name}.txt").read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            yield Seed(text=prepare(line).text, language=language, sentiment=column, number=number)
