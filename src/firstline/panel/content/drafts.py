"""The open draft of a service: what it makes of the live release, and saving into it."""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from firstline.domain.errors import FirstlineError, Problem
from firstline.domain.services import Service
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.content.items import item_in
from firstline.panel.content.key_order import in_order
from firstline.panel.content.models import (
    NOT_ASKED,
    NOT_SENT_BACK,
    Draft,
    DraftItem,
    Kind,
    Revision,
)
from firstline.panel.services.live import live_release, release_in
from firstline.panel.services.models import HostedService
from firstline.release.records import Release
from firstline.workspace.editing import Edits, edited_service
from firstline.workspace.yaml_texts import yaml_text

KEPT_DRAFTS = 8  # in memory; they share what was not edited with the live release


class NothingLive(FirstlineError):
    """A service whose content cannot be edited yet."""

    def __init__(self) -> None:
        super().__init__("nothing of this service is live yet: train it and publish a release")


class EditConflict(FirstlineError):
    """Somebody else saved the same item in between; nothing was overwritten."""

    def __init__(self, theirs: Any, by: str) -> None:  # noqa: ANN401 - JSON
        self.theirs = theirs
        self.by = by
        super().__init__(f"{by} changed this in between; look at both and save again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A draft's content: the live release's with the draft's items on top."""

    live: Release
    service: Service
    items: Mapping[tuple[Kind, str], DraftItem]
    problems: tuple[Problem, ...]
    """What keeps it from being published."""

    def item(self, kind: Kind, key: str) -> DraftItem | None:
        return self.items.get((kind, key))

    def body(self, kind: Kind, key: str) -> Any:  # noqa: ANN401 - JSON
        """Return an item as the draft has it; `None` where there is none, or it is removed."""
        item = self.item(kind, key)
        return item.body if item else item_in(self.live.service, kind, key)

    @property
    def is_changed(self) -> bool:
        return bool(self.items)

    def clashes(self) -> list[DraftItem]:
        """Items that somebody published otherwise since they were first edited here."""
        return [
            item
            for (kind, key), item in self.items.items()
            if item.base != item_in(self.live.service, kind, key)
        ]


def open_draft(service: HostedService) -> Draft | None:
    return service.drafts.filter(closed_at=None).first()


def has_edits(service: HostedService) -> bool:
    draft = open_draft(service)
    return draft is not None and draft.items.exists()


def edited_content(service: HostedService) -> Edited:
    """Put the open draft, if there is one, on top of what is live.

    Raises:
        NothingLive: the service has no live release.
    """
    live = live_release(service)
    if live is None:
        raise NothingLive
    draft = open_draft(service)
    items = list(draft.items.select_related("edited_by")) if draft else []
    edits = json.dumps([(item.kind, item.key, item.body) for item in items])
    content, problems = _with_edits(service.folder.store.root, live.digest, edits)
    by_key = {(Kind(item.kind), item.key): item for item in items}
    return Edited(live=live, service=content, items=by_key, problems=problems)


@lru_cache(maxsize=KEPT_DRAFTS)
def _with_edits(root: Path, digest: str, edits: str) -> tuple[Service, tuple[Problem, ...]]:
    """Read what was edited, once: where facts changed, that is every template, for seconds."""
    return edited_service(release_in(root, digest).service, _edits(json.loads(edits)))


def edits_of(items: Iterable[DraftItem]) -> Edits:
    return _edits((item.kind, item.key, item.body) for item in items)


def _edits(items: Iterable[tuple[str, str, Any]]) -> Edits:
    by_kind: dict[str, dict[str, Any]] = {kind: {} for kind in Kind}
    for kind, key, body in items:
        by_kind[kind][key] = body
    return Edits(
        templates=by_kind[Kind.TEMPLATE],
        topics=by_kind[Kind.TOPIC],
        triggers=by_kind[Kind.TRIGGER],
        settings=by_kind[Kind.SETTINGS],
    )


def mark_of(body: Any) -> str:  # noqa: ANN401 - JSON
    """Tell versions of an item apart; a form carries the mark of what it showed."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One item as a person wants it."""

    kind: Kind
    key: str
    body: Any
    """`None` removes it."""
    by: User


def save_item(service: HostedService, edit: Edit, *, seen: str) -> DraftItem | None:
    """Save an item into the open draft, which is made where there is none.

    An item that is again as it is live leaves the draft.

    Args:
        service: whose item it is.
        edit: what to save.
        seen: the mark of what this person had before their eyes.

    Raises:
        EditConflict: it was changed in between.
        NothingLive: the service has no live release.
    """
    with transaction.atomic():
        save_items(service, [edit], seen={(edit.kind, edit.key): seen})
        edited = DraftItem.objects.filter(draft__service=service, draft__closed_at=None)
        return edited.filter(kind=edit.kind, key=edit.key).first()


def save_items(
    service: HostedService, edits: Iterable[Edit], *, seen: Mapping[tuple[Kind, str], str]
) -> list[Revision]:
    """Save several items together or not at all; return what was changed.

    Raises:
        EditConflict: one of them was changed in between.
        NothingLive: the service has no live release.
    """
    live = live_release(service)
    if live is None:
        raise NothingLive
    with transaction.atomic():
        draft, _ = Draft.objects.select_for_update().get_or_create(service=service, closed_at=None)
        saved = [_save(draft, live, edit, seen[edit.kind, edit.key]) for edit in edits]
    return [revision for revision in saved if revision]


def _save(draft: Draft, live: Release, edit: Edit, seen: str) -> Revision | None:
    base = item_in(live.service, edit.kind, edit.key)
    edited = draft.items.select_related("edited_by")
    item = edited.filter(kind=edit.kind, key=edit.key).first()
    before = item.body if item else base
    if mark_of(before) != seen:
        raise EditConflict(before, str(item.edited_by) if item else "A publish")
    if before == edit.body:
        return None
    _put(draft, item, edit, base)
    return _note_revision(draft, edit, before)


def _put(draft: Draft, item: DraftItem | None, edit: Edit, base: Any) -> None:  # noqa: ANN401
    Draft.objects.filter(pk=draft.pk).update(**NOT_ASKED, **NOT_SENT_BACK)
    if edit.body == base:
        if item:
            item.delete()
        return
    item = item or DraftItem(draft=draft, kind=edit.kind, key=edit.key, base=base)
    item.body, item.edited_by, item.edited_at = edit.body, edit.by, timezone.now()
    item.save()


def _note_revision(draft: Draft, edit: Edit, before: Any) -> Revision:  # noqa: ANN401
    revision = Revision.objects.create(
        service=draft.service,
        draft=draft,
        kind=edit.kind,
        key=edit.key,
        before=before,
        after=edit.body,
        by=edit.by,
        at=timezone.now(),
    )
    record(
        Action.EDITED,
        f"{edit.kind} {edit.key}",
        by=edit.by,
        service=draft.service,
        before=as_text(before),
        after=as_text(edit.body),
    )
    return revision


def as_text(body: Any) -> str:  # noqa: ANN401
    """Write an item as people read it, for diffs: each paragraph is a line, however long."""
    return "" if body is None else yaml_text(in_order(body), width=math.inf)
