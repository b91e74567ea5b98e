"""Inquiries that get the same automatic reply in other words: only its text changes."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from firstline.analysis.replay.comparing import Compared
from firstline.analysis.replay.samples import drawn
from firstline.domain.impacts import Change, Reworded, RewordedSample
from firstline.domain.services import Service


def reworded(compared: Compared, before: Service, after: Service, *, samples: int) -> Reworded:
    """Find the inquiries whose automatic reply keeps its template but not its text.

    Args:
        compared: the inquiries, decided without the change and with it.
        before: the live content.
        after: the same with the change.
        samples: how many to show.
    """
    texts = pl.DataFrame(
        list(_changed_texts(before, after)),
        schema={"template_id": pl.String, "language": pl.String},
        orient="row",
    )
    found = _kept_replies(compared).join(texts, on=["template_id", "language"], how="semi")
    shown = tuple(RewordedSample(**row) for row in drawn(found, samples))
    return Reworded(inquiries=found.height, samples=shown)


def _changed_texts(before: Service, after: Service) -> Iterator[tuple[str, str]]:
    """Name the texts that are on both sides, and not the same."""
    old = {template.id: template.texts for template in before.templates}
    for template in after.templates:
        for language, text in template.texts.items():
            if old.get(template.id, {}).get(language, text) != text:
                yield template.id, language


def _kept_replies(compared: Compared) -> pl.DataFrame:
    """Give every inquiry that the same template answers automatically on both sides."""
    as_recorded = np.ones(compared.traffic.height, dtype=bool)
    as_recorded[compared.rows] = False
    others = compared.traffic.filter(as_recorded).filter(pl.col("kind") == "auto_reply")
    is_same = pl.col("change") == Change.UNCHANGED.value
    decided = compared.decided.filter(is_same, pl.col("before:kind") == "auto_reply")
    return pl.concat([_answered(others, "templates"), _answered(decided, "after:templates")])


def _answered(frame: pl.DataFrame, templates: str) -> pl.DataFrame:
    return frame.select(
        "decision_id",
        "received_at",
        "text",
        pl.col(templates).list.first().cast(pl.String).alias("template_id"),
        pl.col("language").cast(pl.String),
    )
