"""Which column of a history file means what."""

from collections.abc import Mapping
from dataclasses import dataclass

from firstline.domain.errors import HistoryError
from firstline.domain.facts import FactSchema, did_you_mean
from firstline.workspace.columns import HISTORY_COLUMNS, TEMPLATE, TEXT, TOPIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of one file under the names that Firstline uses."""

    theirs: Mapping[str, str]
    """Our name → the file's name."""
    ignored: tuple[str, ...]

    def __contains__(self, ours: object) -> bool:
        return ours in self.theirs

    def value(self, values: Mapping[str, object], ours: str) -> object:
        return values.get(self.theirs[ours]) if ours in self.theirs else None


def parse_column_map(text: str) -> dict[str, str]:
    """Read `text=utterance,topic=intent` as our name → the file's name.

    Raises:
        HistoryError: a part is not of the form `ours=theirs`.
    """
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    for ours, equals, theirs in pairs:
        if not (ours.strip() and equals and theirs.strip()):
            raise HistoryError(f"`{ours}{equals}{theirs}` is no column map; write text=utterance")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def find_columns(
    found: tuple[str, ...], schema: FactSchema, column_map: Mapping[str, str]
) -> Columns:
    """Decide what each column means: the map first, then equal names.

    Raises:
        HistoryError: the map names something unknown, or a needed column is missing.
    """
    ours = (*HISTORY_COLUMNS, *(str(fact.name) for fact in schema))
    theirs = name_columns(found, ours, column_map)
    if TOPIC not in theirs and TEMPLATE not in theirs:
        raise HistoryError(_missing(f"{TOPIC}` or `{TEMPLATE}", found))
    unused = [name for name in found if name not in theirs.values()]
    lacking = tuple(str(fact.name) for fact in schema if fact.name not in theirs)
    return Columns(theirs=theirs, ignored=tuple(_ignored(name, lacking) for name in unused))


def name_columns(
    found: tuple[str, ...], ours: tuple[str, ...], column_map: Mapping[str, str]
) -> dict[str, str]:
    """Find the columns that we have a name for: our name → the file's.

    Args:
        found: the file's columns.
        ours: the names that mean something.
        column_map: where they differ; an empty text says that the file has none.

    Raises:
        HistoryError: the map names something unknown, or there is no text.
    """
    for name, column in column_map.items():
        if name not in ours:
            raise HistoryError(f"Firstline has no column `{name}`{did_you_mean(name, ours)}")
        if column and column not in found:
            raise HistoryError(f"the file has no column `{column}`{did_you_mean(column, found)}")
    named = {name: name for name in ours if name in found} | dict(column_map)
    theirs = {name: column for name, column in named.items() if column}
    if TEXT not in theirs:
        raise HistoryError(_missing(TEXT, found))
    return theirs


def _missing(needed: str, found: tuple[str, ...]) -> str:
    there = ", ".join(f"`{name[:80]}`" for name in found[:20]) or "none"
    first = needed.split("`", maxsplit=1)[0]
    return (
        f"there is no column `{needed}`; the columns are {there}."
        f" Name one, as in --map {first}=COLUMN"
    )


def _ignored(name: str, lacking: tuple[str, ...]) -> str:
    """Name a column, and the fact without a column that it may have been meant for."""
    hint = did_you_mean(name, lacking).removeprefix("; ")
    return f"{name[:80]} ({hint})" if hint else name[:80]
