"""Items of a draft that somebody published otherwise in the meantime, and what to do about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import Edit, Edited, as_text, mark_of, save_item
from firstline.panel.content.items import item_in
from firstline.panel.content.models import DraftItem, Kind
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    item: DraftItem
    theirs: Any
    """As it is live now."""

    @property
    def base_text(self) -> str:
        return as_text(self.item.base)

    @property
    def mine_text(self) -> str:
        return as_text(self.item.body)

    @property
    def theirs_text(self) -> str:
        return as_text(self.theirs)

    @property
    def mark(self) -> str:
        """Of what was shown; another edit or publish makes it stale."""
        return mark_of([self.item.body, self.theirs])


def clashes_of(edited: Edited) -> Sequence[Clash]:
    service = edited.live.service
    return [
        Clash(item=item, theirs=item_in(service, Kind(item.kind), item.key))
        for item in edited.clashes()
    ]


def keep_mine(service: HostedService, clash: Clash, *, by: User) -> None:
    """Publish the draft's version over what is live now."""
    with transaction.atomic():
        clash.item.base = clash.theirs
        clash.item.save(update_fields=("base",))
        record(
            Action.EDITED,
            f"{clash.item.kind} {clash.item.key}",
            by=by,
            service=service,
            before=clash.theirs_text,
            after=clash.mine_text,
            note="kept over what was published in the meantime",
        )


def take_theirs(service: HostedService, clash: Clash, *, by: User) -> None:
    """Let go of the draft's version; it stays in the revisions."""
    item = clash.item
    edit = Edit(kind=Kind(item.kind), key=item.key, body=clash.theirs, by=by)
    save_item(service, edit, seen=mark_of(item.body))
