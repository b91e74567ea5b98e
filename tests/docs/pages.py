"""The documentation as data: pages, their links, their code blocks, their tables."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FIRST_CELL = re.compile(r"^\| ([^|]+) \|", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    path: Path
    text: str

    @property
    def prose(self) -> str:
        return _BLOCK.sub("", self.text)

    @property
    def anchors(self) -> set[str]:
        return {_anchor(heading) for heading in _HEADING.findall(self.prose)}

    def blocks(self, language: str) -> Iterator[str]:
        for _, found, content in _BLOCK.findall(self.text):
            if found == language:
                yield textwrap.dedent(content)

    def links(self) -> Iterator[str]:
        """List targets inside the repository: a path, an anchor, or both."""
        return (target for target in _LINK.findall(self.prose) if "://" not in target)

    def section(self, heading: str) -> "Page":
        """Take the part below a heading, up to the next one of the same depth."""
        depth = heading.partition(" ")[0]
        _, found, rest = self.text.partition(f"\n{heading}\n")
        assert found, f"{self.path} has no heading {heading!r}"
        return Page(path=self.path, text=rest.partition(f"\n{depth} ")[0])

    def rows(self) -> set[str]:
        """List the names in code that stand in the first column of a table."""
        cells = " ".join(_FIRST_CELL.findall(self.text))
        return set(_CODE.findall(cells))


def _anchor(heading: str) -> str:
    """Make the anchor that code forges make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def read_page(path: str | Path) -> Page:
    place = ROOT / path
    return Page(path=place, text=place.read_text(encoding="utf-8"))


def all_pages() -> list[Path]:
    return [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
