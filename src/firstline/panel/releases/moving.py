"""Move the live pointer, such that the database and the store agree whatever happens between.

An intent is written first, then the pointer moves, then the intent is marked as done. Who looks
next finds an intent that is not done and heals: it is done if the pointer has moved, and else it
never was.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from filelock import FileLock, Timeout

from firstline.domain.errors import ReleaseError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import edited_content, open_draft
from firstline.panel.content.models import Draft
from firstline.panel.releases.candidates import draft_mark
from firstline.panel.releases.changes import service_texts
from firstline.panel.releases.models import Publication, Way
from firstline.panel.releases.refusals import SomebodyElseMoves, Stale
from firstline.panel.services.live import release_of
from firstline.panel.services.models import HostedService
from firstline.release.examples import check_examples

LOCK = "moving.lock"
WAIT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    release: str
    """Digest of what shall be live."""
    way: Way
    by: User
    note: str = ""
    override_reason: str = ""
    approved_by: User | None = None
    draft: Draft | None = None
    """That becomes this release; it is closed."""
    mark: str = ""
    """Of the draft that the release was made of."""


@contextmanager
def turn(service: HostedService) -> Iterator[None]:
    """Hold the pointer of a service: one at a time, in all processes of this machine.

    Raises:
        SomebodyElseMoves: another one does not let go of it.
    """
    lock = FileLock(service.folder.path / LOCK, timeout=WAIT_S)
    try:
        held = lock.acquire()
    except Timeout:
        raise SomebodyElseMoves from None
    with held:
        _heal(service)
        yield


def heal(service: HostedService) -> None:
    """Finish or forget what a crash left, unless somebody is about to."""
    if service.publications.filter(is_done=False).exists():
        with suppress(Timeout), FileLock(service.folder.path / LOCK, timeout=0):
            _heal(service)


def move_live(service: HostedService, move: Move) -> Publication:
    """Make a release live, with who did it and why; to be called while it is one's `turn`.

    Raises:
        ReleaseError: it is damaged, or breaks the examples of its templates.
    """
    check_examples(release_of(service, move.release))
    intent = _intend(service, move)
    try:
        _point(service, intent)
    except Exception:
        _undo(intent)
        raise
    return _finish(intent)


def _intend(service: HostedService, move: Move) -> Publication:
    with transaction.atomic():
        if move.draft:
            _close(service, move.draft, move.mark)
        return Publication.objects.create(
            service=service,
            release=move.release,
            previous=service.folder.store.live() or "",
            way=move.way,
            draft=move.draft,
            note=move.note,
            override_reason=move.override_reason,
            by=move.by,
            approved_by=move.approved_by,
            at=timezone.now(),
        )


def _close(service: HostedService, draft: Draft, mark: str) -> None:
    """Take no more edits; one that came since the release was made is no part of it."""
    open_ = Draft.objects.select_for_update().filter(pk=draft.pk, closed_at=None)
    if open_.first() is None or draft_mark(edited_content(service)) != mark:
        raise Stale
    open_.update(closed_at=timezone.now())


def _point(service: HostedService, intent: Publication) -> None:
    store = service.folder.store
    standing = store.standing()
    if intent.way == Way.ROLL_BACK and standing[-2:-1] == [intent.release]:
        store.roll_back(at=intent.at)
    else:
        store.publish(intent.release, at=intent.at)


def _finish(intent: Publication) -> Publication:
    with transaction.atomic():
        intent.is_done = True
        intent.save(update_fields=("is_done",))
        if intent.draft:
            Draft.objects.filter(pk=intent.draft.pk).update(
                release=intent.release, note=intent.note
            )
        _record(intent)
    return intent


def _record(intent: Publication) -> None:
    before, after = _difference(intent)
    record(
        _action(intent),
        f"release {intent.release[:12]}",
        by=intent.by,
        service=intent.service,
        before=before,
        after=after,
        note="\n".join(filter(None, (intent.override_reason, intent.note))),
    )


def _action(intent: Publication) -> Action:
    if intent.override_reason:
        return Action.OVERRODE
    return Action.ROLLED_BACK if intent.way == Way.ROLL_BACK else Action.PUBLISHED


def _difference(intent: Publication) -> tuple[str, str]:
    """Write what content differs; where none does, or nothing was live, name the releases."""
    names = intent.previous[:12], intent.release[:12]
    if not intent.previous:
        return names
    try:
        old, new = (release_of(intent.service, d) for d in (intent.previous, intent.release))
    except ReleaseError:  # what was live may be damaged; it is left all the same
        return names
    texts = service_texts(old.service, new.service)
    return texts if any(texts) else names


def _heal(service: HostedService) -> None:
    intents = list(service.publications.filter(is_done=False).order_by("pk"))
    if not intents:
        return
    store = service.folder.store
    store.catch_up()
    moved = {(move.digest, move.at) for move in store.moves()}
    for intent in intents:
        if (intent.release, intent.at) in moved:
            _finish(intent)
        else:
            _undo(intent)


def _undo(intent: Publication) -> None:
    """Forget an intent; its draft is open again, together with what was edited since."""
    with transaction.atomic():
        draft = intent.draft
        intent.delete()
        if draft is None:
            return
        if newer := open_draft(draft.service):
            taken = {(item.kind, item.key) for item in newer.items.all()}
            for item in draft.items.all():
                if (item.kind, item.key) not in taken:
                    item.draft = newer
                    item.save(update_fields=("draft",))
            return
        Draft.objects.filter(pk=draft.pk).update(closed_at=None)
