"""A text as a customer would read it, with what was filled in marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstline.domain.facts import FactName, Facts
from firstline.domain.services import Service
from firstline.domain.templates import PLACEHOLDER, Language
from firstline.engine.fill import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    text: str
    is_filled: bool = False
    is_missing: bool = False
    """A placeholder that this order has no value for."""
    is_unknown: bool = False
    """A placeholder that no fact has the name of."""


def preview(text: str, facts: Facts, language: str, service: Service) -> list[Piece]:
    return list(_pieces(text, facts, language, service))


def _pieces(text: str, facts: Facts, language: str, service: Service) -> Iterator[Piece]:
    end = 0
    for match in PLACEHOLDER.finditer(text):
        if before := text[end : match.start()]:
            yield Piece(text=before)
        yield _filled(match[0], match[1], facts, language, service)
        end = match.end()
    if rest := text[end:]:
        yield Piece(text=rest)


def _filled(mark: str, name: str, facts: Facts, language: str, service: Service) -> Piece:
    if service.schema.get(name) is None:
        return Piece(text=mark, is_unknown=True)
    if facts.get(FactName(name)) in (None, ()):
        return Piece(text=mark, is_missing=True)
    words = fill(mark, facts, language=Language(language), zone=service.zone)
    return Piece(text=words, is_filled=True)


def previews(texts: Mapping[str, str], facts: Facts, service: Service) -> dict[str, list[Piece]]:
    return {code: preview(text, facts, code, service) for code, text in texts.items()}
