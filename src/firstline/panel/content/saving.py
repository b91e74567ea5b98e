"""Save, take back, copy and retire templates."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.domain.templates import TemplateId
from firstline.panel.accounts.models import User
from firstline.panel.content.drafts import Edit, Edited, mark_of, save_items
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind, Revision
from firstline.panel.services.models import HostedService
from firstline.workspace.items import Item, template_item


class IdTaken(FirstlineError):
    def __init__(self, template_id: str) -> None:
        super().__init__(_("there is a template “%s” already; choose another id") % template_id)


def current_item(edited: Edited, template_id: str) -> Item | None:
    """Return a template as the draft has it; `None` where there is none, or it is removed."""
    body: Item | None = edited.body(Kind.TEMPLATE, template_id)
    return body


def live_item(edited: Edited, template_id: str) -> Item | None:
    item: Item | None = item_in(edited.live.service, Kind.TEMPLATE, template_id)
    return item


def save(
    service: HostedService,
    template_id: str,
    item: Any,  # noqa: ANN401 - JSON
    *,
    by: User,
    seen: str,
) -> bool:
    """Save a template into the draft; `False` where it was so already.

    Raises:
        EditConflict: somebody else saved it in between.
    """
    edit = Edit(kind=Kind.TEMPLATE, key=template_id, body=item, by=by)
    return bool(save_items(service, [edit], seen={(Kind.TEMPLATE, template_id): seen}))


def add(service: HostedService, item: Item, edited: Edited, *, by: User) -> None:
    """Save a template that is new.

    Raises:
        IdTaken: there is one of this id, or there was one that the draft removes.
    """
    template_id = item["id"]
    if live_item(edited, template_id) or edited.item(Kind.TEMPLATE, template_id):
        raise IdTaken(template_id)
    save(service, template_id, item, by=by, seen=mark_of(None))


def copy_of(item: Item, edited: Edited) -> Item:
    """Return a copy under an id that is free."""
    return item | {"id": _free_id(item["id"], edited)}


def _free_id(template_id: str, edited: Edited) -> str:
    taken = {template.id for template in edited.service.templates}
    taken |= {TemplateId(key) for kind, key in edited.items if kind is Kind.TEMPLATE}
    base = template_id[:_ROOM]
    return next(i for n in range(2, len(taken) + 3) if (i := f"{base}_{n}") not in taken)


_ROOM = 90  # an id has at most 100 characters


def retire(
    service: HostedService, template_id: str, edited: Edited, *, by: User, seen: str
) -> Sequence[Revision]:
    """Remove a template, and its name from those that count it as right, all or nothing.

    Raises:
        EditConflict: one of them was changed in between.
    """
    edits = [Edit(kind=Kind.TEMPLATE, key=template_id, body=None, by=by)]
    marks = {(Kind.TEMPLATE, template_id): seen}
    for other in edited.service.templates:
        if template_id in other.equivalents and other.id != template_id:
            item = current_item(edited, other.id) or template_item(other)
            edits.append(
                Edit(kind=Kind.TEMPLATE, key=other.id, body=_without(item, template_id), by=by)
            )
            marks[Kind.TEMPLATE, other.id] = mark_of(item)
    return save_items(service, edits, seen=marks)


def _without(item: Item, template_id: str) -> Item:
    left = [other for other in item.get("equivalents", []) if other != template_id]
    rest = {key: value for key, value in item.items() if key != "equivalents"}
    return rest | ({"equivalents": left} if left else {})
