"""The page's styles and script, served under names that change with their content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources

from firstline import looks

_TYPES = {
    "looks.css": "text/css; charset=utf-8",
    "playground.css": "text/css; charset=utf-8",
    "playground.js": "text/javascript; charset=utf-8",
    "firstline.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    name: str
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        return _TYPES[self.name]

    @property
    def address(self) -> str:
        """With a mark of the content, so that it may be cached for ever."""
        return f"/static/{self.name}?v={hashlib.sha256(self.content).hexdigest()[:12]}"


def read_assets() -> Mapping[str, Asset]:
    own = resources.files(__package__).joinpath("static")
    return {
        name: Asset(
            name,
            (looks.looks_file(name) if name in looks.FILES else own.joinpath(name)).read_bytes(),
        )
        for name in _TYPES
    }
