"""Triggers as a list: what the draft makes of them, with those that it removes."""

from collections.abc import Iterator
from dataclasses import dataclass

from firstline.domain.triggers import Trigger, in_order_of_urgency
from firstline.panel.content.drafts import Edited
from firstline.panel.content.models import Kind
from firstline.panel.content.rows import ItemState, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRow:
    trigger: Trigger
    state: ItemState
    problems: int


def trigger_rows(edited: Edited) -> list[TriggerRow]:
    """List them as the engine asks them."""
    return [
        TriggerRow(
            trigger=trigger,
            state=state_of(edited.item(Kind.TRIGGER, trigger.id)),
            problems=sum(p.file == f"triggers/{trigger.id}" for p in edited.problems),
        )
        for trigger in (*in_order_of_urgency(edited.service.triggers), *_removed(edited))
    ]


def _removed(edited: Edited) -> Iterator[Trigger]:
    for trigger in edited.live.service.triggers:
        item = edited.item(Kind.TRIGGER, trigger.id)
        if item and item.body is None:
            yield trigger
