"""Somebody else saved the same template in between: both sides, and both together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstline.panel.content.drafts import EditConflict, as_text
from firstline.panel.content.merging import merged
from firstline.workspace.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    by: str
    base: str
    """What both started from, as text; empty where nobody knows any more."""
    mine: str
    theirs: str
    is_removed: bool
    """Whether they removed it."""
    merged: Item | None
    """Both together, with mine where they touch."""
    clashes: Sequence[str] = ()
    """Fields that both changed otherwise."""

    @property
    def has_base(self) -> bool:
        return bool(self.base)


def conflict_of(base: Any, mine: Item, error: EditConflict) -> Conflict:  # noqa: ANN401 - JSON
    together, clashes = merged(base, mine, error.theirs)
    return Conflict(
        by=error.by,
        base=as_text(base),
        mine=as_text(mine),
        theirs=as_text(error.theirs),
        is_removed=error.theirs is None,
        merged=together,
        clashes=clashes,
    )
