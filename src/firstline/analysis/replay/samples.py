"""A few inquiries that a change would treat otherwise, to look at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from firstline.domain.facts import FactName
from firstline.domain.impacts import Change, Sample, Treatment
from firstline.domain.templates import TemplateId
from firstline.rules.columns.frames import column_of
from firstline.rules.explanation import shown

SEED = 20260301


def draw_samples(
    decided: pl.DataFrame, facts: Sequence[FactName], *, of_each: int
) -> tuple[Sample, ...]:
    """Draw some inquiries of every kind of change, the same ones every time.

    Args:
        decided: rows with `before:…`, `after:…` and `change`.
        facts: to show with each.
        of_each: how many of a kind.
    """
    known = [name for name in facts if column_of(name) in decided.columns]
    return tuple(
        _sample(row, known)
        for change in Change
        if change is not Change.UNCHANGED
        for row in drawn(decided.filter(pl.col("change") == change.value), of_each)
    )


def drawn(rows: pl.DataFrame, count: int) -> Iterator[Mapping[str, Any]]:
    """Draw so many rows, the same ones every time; the oldest first."""
    some = rows.sample(min(count, rows.height), seed=SEED, shuffle=True)
    yield from some.sort("received_at", "decision_id").iter_rows(named=True)


def _sample(row: Mapping[str, Any], facts: Sequence[FactName]) -> Sample:
    return Sample(
        decision_id=row["decision_id"],
        received_at=row["received_at"],
        text=row["text"],
        facts={name: _words(row[column_of(name)]) for name in facts},
        change=Change(row["change"]),
        before=_treatment(row, "before:"),
        after=_treatment(row, "after:"),
    )


def _words(value: Any) -> str:  # noqa: ANN401 - what a column of facts may hold
    match value:
        case list():
            return shown(tuple(value))
        case bytes():
            return value.decode()
        case _:
            return shown(value)


def _treatment(row: Mapping[str, Any], side: str) -> Treatment:
    return Treatment(
        kind=row[f"{side}kind"],
        templates=tuple(map(TemplateId, row[f"{side}templates"])),
        reason=row[f"{side}reason"],
        probability=row[f"{side}rightness"],
    )
