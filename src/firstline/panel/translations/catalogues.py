"""The catalogues as text: one file for each language, in the order of the sources."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from firstline.panel.translations.compiling import CATALOGUE, SOURCES
from firstline.panel.translations.extracting import Text

PLURALS: Mapping[str, str] = {
    "ja": "nplurals=1; plural=0;",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
"""Each language that there is besides English, and how its plurals are chosen."""

Forms: TypeAlias = tuple[str, ...]
Translations: TypeAlias = dict[tuple[str | None, str], Forms]
"""Context and English text → the text in each plural form; one form where there is no plural."""


def path_of(language: str, sources: Path = SOURCES) -> Path:
    return sources / language / CATALOGUE.with_suffix(".po")


def read_catalogue(path: Path) -> Translations:
    if not path.exists():
        return {}
    with path.open("rb") as text:
        catalogue = read_po(text)
    return {
        (message.context, _first(message.id)): _forms(message.string)
        for message in catalogue
        if message.id
    }


def write_catalogue(language: str, texts: Iterable[Text], known: Translations, path: Path) -> None:
    """Write every text with its translation; what is not translated yet stays empty."""
    catalogue = Catalog(locale=language, fuzzy=False)
    for text in texts:
        forms = known.get(text.key, ())
        catalogue.add(
            (text.singular, text.plural) if text.plural else text.singular,
            (forms if text.plural else "".join(forms[:1])) or "",
            context=text.context,
            locations=[(text.place, 1)],
        )
    body = BytesIO()
    write_po(body, catalogue, width=100, include_lineno=False, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_header(language).encode() + body.getvalue())


def _header(language: str) -> str:
    """Say what gettext needs to know; no dates, so that nothing changes without a reason."""
    fields = (
        f"Language: {language}",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[language]}",
    )
    lines = "\n".join(f'"{field}\\n"' for field in fields)
    return f'msgid ""\nmsgstr ""\n{lines}\n\n'


def _first(ids: object) -> str:
    return str(ids[0] if isinstance(ids, list | tuple) else ids)


def _forms(strings: object) -> Forms:
    forms = strings if isinstance(strings, list | tuple) else (strings,)
    return tuple(str(form) for form in forms) if any(forms) else ()
