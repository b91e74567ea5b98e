"""Styles and scripts of the pages served here, under names that change with their content."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import PurePath

from starlette.responses import Response

from firstline import looks

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Everything comes from this server, and nothing on the page may be written as code.
SAFE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Asset:
    name: str
    below: str
    """Path of the folder that it is served from."""
    content: bytes = field(repr=False)

    @property
    def address(self) -> str:
        """With a mark of the content, so that it may be cached for ever."""
        return f"{self.below}/{self.name}?v={hashlib.sha256(self.content).hexdigest()[:12]}"

    def response(self) -> Response:
        return Response(
            self.content,
            media_type=_TYPES[PurePath(self.name).suffix],
            headers={"Cache-Control": "public, max-age=31536000, immutable"},
        )


def read_assets(package: str, own: Iterable[str], *, below: str) -> Mapping[str, Asset]:
    """Read what a page needs: its own files, in `static` of its package, and the looks."""
    static = resources.files(package).joinpath("static")
    files = {name: static.joinpath(name) for name in own}
    files |= {name: looks.looks_file(name) for name in looks.FILES}
    return {name: Asset(name, below, file.read_bytes()) for name, file in files.items()}
