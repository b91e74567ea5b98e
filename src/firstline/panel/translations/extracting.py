"""Find every text of the panel that is to be translated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

PANEL = Path(__file__).parent.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in English, as the sources have it."""

    singular: str
    plural: str | None = None
    context: str | None = None
    place: str
    """File, relative to the panel."""

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


def texts(root: Path = PANEL) -> Iterator[Text]:
    for path in sorted((*root.rglob("*.py"), *root.rglob("templates/**/*.*"))):
        content = path.read_text()
        if path.suffix != ".py":
            # What is left of a template is no Python, but for its calls; indents confuse.
            content = re.sub(r"^[ \t]+", "", templatize(content), flags=re.MULTILINE)
        yield from _found(content, str(path.relative_to(root)))


def _found(content: str, place: str) -> Iterator[Text]:
    for _, message, _, context in extract("python", BytesIO(content.encode()), KEYWORDS):
        ids = message if isinstance(message, tuple) else (message,)
        if ids[0]:
            yield Text(
                singular=ids[0],
                plural=ids[1] if len(ids) > 1 else None,
                context=context,
                place=place,
            )
