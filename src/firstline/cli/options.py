"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from firstline.domain.errors import InquiryError

ServiceFolder: TypeAlias = Annotated[
    Path, typer.Argument(help="Folder with workspace.yaml, topics.yaml and templates.yaml.")
]
StoreFolder: TypeAlias = Annotated[
    Path, typer.Option("--store", envvar="FIRSTLINE_STORE", help="Folder of the releases.")
]
JournalFile: TypeAlias = Annotated[
    Path, typer.Option("--journal", envvar="FIRSTLINE_JOURNAL", help="The decision journal.")
]
EncodersFolder: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--encoders", envvar="FIRSTLINE_ENCODERS_DIR", help="Folder of encoders, looked in first."
    ),
]
ColumnMap: TypeAlias = Annotated[
    str,
    typer.Option("--map", help="Columns of a foreign file, e.g. text=utterance,topic=intent."),
]
FactOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--fact", help="A fact of the order, as name=value; repeatable."),
]
STORE = Path("var/releases")
JOURNAL = Path("var/journal.sqlite3")


def named_values(facts: list[str] | None) -> dict[str, str]:
    """Read what `--fact` was given: name → value.

    Raises:
        InquiryError: one has no value.
    """
    return dict(map(_named, facts or []))


def _named(fact: str) -> tuple[str, str]:
    name, equals, value = fact.partition("=")
    if not equals:
        raise InquiryError("--fact", f"`{fact}` has no value; write {fact}=value")
    return name, value
