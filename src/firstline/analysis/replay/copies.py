"""A copy of the journal in columns, so that a second replay starts at once.

Only new entries are read from the journal. A copy that is damaged, of another fact schema
or of another journal is made anew.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import polars as pl

from firstline.analysis.replay.traffic import CONTEXT, OUTCOME, LoggedDecision, Traffic
from firstline.domain.services import Service

FORMAT = 2
AT_ONCE = 20_000  # decisions in a part: bounds the memory
MOST_PARTS = 50  # more become one

Numbered: TypeAlias = tuple[int, LoggedDecision]
"""A decision with its place in the journal, from 1."""
EntriesAfter: TypeAlias = Callable[[int], Iterable[Numbered]]
"""Reads the journal on from a place."""


def copied_traffic(folder: Path, service: Service, entries_after: EntriesAfter) -> Traffic:
    """Bring the copy of a journal up to date and load it.

    Args:
        folder: for the copy alone; anything else in it is deleted.
        service: its schema types the facts.
        entries_after: gives the journal's decisions, typed so.
    """
    own = folder / _key(service)
    if not own.is_dir():
        shutil.rmtree(folder, ignore_errors=True)  # of another schema
        folder.mkdir(mode=0o700)  # facts are personal data
        own.mkdir()
    parts, last = _read(own)
    entries = iter(entries_after(last - 1 if parts else 0))
    if parts and not _is_last_of(parts, next(entries, None)):
        parts, last = _cleared(own)
        entries = iter(entries_after(0))
    for chunk in _chunks(entries):
        parts.append(Traffic.of([logged for _, logged in chunk], service.schema).frame)
        _write(own, last, chunk[-1][0], parts[-1])
        last = chunk[-1][0]
    whole = _joined(parts) if parts else Traffic.of([], service.schema).frame
    if len(parts) > MOST_PARTS:
        _cleared(own)
        _write(own, 0, last, whole)
    return Traffic(whole)


def _key(service: Service) -> str:
    """Name all that says how an entry becomes a row."""
    content = repr((FORMAT, CONTEXT, OUTCOME, service.schema.facts, service.time_zone))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _read(own: Path) -> tuple[list[pl.DataFrame], int]:
    """Read every part and the place up to which they go; nothing where they are damaged."""
    parts, last = [], 0
    try:
        for path in sorted(own.glob("*.parquet")):
            before, end = map(int, path.stem.split("-"))
            if before != last:
                return _cleared(own)
            parts.append(pl.read_parquet(path))
            last = end
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        return _cleared(own)
    return parts, last


def _cleared(own: Path) -> tuple[list[pl.DataFrame], int]:
    shutil.rmtree(own)
    own.mkdir()
    return [], 0


def _is_last_of(parts: list[pl.DataFrame], entry: Numbered | None) -> bool:
    """Whether the journal still holds the copy's last decision in its place."""
    return entry is not None and entry[1].decision_id == parts[-1]["decision_id"][-1]


def _chunks(entries: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while chunk := list(islice(entries, AT_ONCE)):
        yield chunk


def _write(own: Path, before: int, last: int, part: pl.DataFrame) -> None:
    path = own / f"{before:012}-{last:012}.parquet"
    draft = path.with_suffix(".draft")
    part.write_parquet(draft)
    draft.replace(path)  # whoever reads sees a whole part or none


def _joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Put parts below each other; their numbers may have different types."""
    try:
        return pl.concat(parts, how="vertical_relaxed", rechunk=True)
    except pl.exceptions.PolarsError:  # no decimal holds them all: as `fact_frame`, digits do
        schemas = [part.schema for part in parts]
        differ = [name for name in schemas[0] if len({schema[name] for schema in schemas}) > 1]
        digits = pl.col(differ).cast(pl.String).cast(pl.Binary)
        return pl.concat((part.with_columns(digits) for part in parts), rechunk=True)
