"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

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
STORE = Path("var/releases")
JOURNAL = Path("var/journal.sqlite3")
