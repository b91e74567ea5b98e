"""Compile the catalogues, which the repository holds as text, into the form that gettext reads.

It is done when the panel starts, into its own folder: so it works from a checkout, from an
installed package that nobody may write to, and without GNU gettext on the machine.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES = Path(__file__).parent.parent / "locale"
CATALOGUE = Path("LC_MESSAGES") / "django"


def compiled(target: Path, sources: Path = SOURCES) -> Path:
    """Bring the compiled catalogues in a folder up to date; return that folder."""
    for source in sorted(sources.glob(f"*/{CATALOGUE}.po")):
        language = source.relative_to(sources).parts[0]
        made = target / language / CATALOGUE.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime_ns != source.stat().st_mtime_ns:
            _compile(source, made)
    return target


def _compile(source: Path, made: Path) -> None:
    made.parent.mkdir(parents=True, exist_ok=True)
    draft = made.with_name(f".{made.name}.{os.getpid()}")
    modified = source.stat()
    with source.open("rb") as text, draft.open("wb") as binary:
        write_mo(binary, read_po(text))
    os.utime(draft, ns=(modified.st_atime_ns, modified.st_mtime_ns))
    draft.replace(made)  # another process may start at the same moment
