"""From a draft to the live release: who may do it when, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import Edited, as_text, edited_content, open_draft
from firstline.panel.content.models import NOT_ASKED, Draft
from firstline.panel.jobs.models import State
from firstline.panel.releases.candidates import current_candidate, draft_mark
from firstline.panel.releases.gate import Objection, objections
from firstline.panel.releases.models import Approval, Candidate, Publication, Way
from firstline.panel.releases.moving import Move, move_live, turn
from firstline.panel.releases.prepared import Prepared, prepared_of
from firstline.panel.releases.refusals import NotReady, Stale
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What stands between a draft and customers."""

    obstacles: tuple[str, ...]
    """In words; nobody can override them."""
    objections: tuple[Objection, ...]
    """Of the policy; who may can override them with a reason."""
    needs_approval: bool
    """Whether a second person has yet to approve."""

    @property
    def is_ready(self) -> bool:
        return not (self.obstacles or self.objections or self.needs_approval)


def readiness(service: HostedService, edited: Edited, candidate: Candidate | None) -> Readiness:
    prepared = prepared_of(candidate.job.result if candidate else None)
    is_over = candidate is not None and candidate.job.state == State.DONE
    return Readiness(
        obstacles=tuple(_obstacles(edited, candidate, prepared)),
        objections=objections(prepared, service) if is_over else (),
        needs_approval=service.needs_second_person
        and (candidate is None or standing_approval(candidate) is None),
    )


def _obstacles(edited: Edited, candidate: Candidate | None, prepared: Prepared) -> Iterator[str]:
    if not edited.is_changed:
        yield _("The draft is empty.")
    if edited.problems:
        yield _("There are problems to repair first.")
    if edited.clashes():
        yield _("Somebody published other versions of items in this draft; choose which to keep.")
    if candidate is None:
        yield _("The draft has not been checked as it is now.")
    elif candidate.job.state != State.DONE:
        yield _("The draft is still being checked.")
    elif prepared.examples_broken:
        yield _("A rule does not do what the examples of its template say.")
    elif prepared.needs_training:
        yield _("The live model cannot go with this content.")
    elif not prepared.release:
        yield _("There is no release to publish; check the draft again.")


def standing_approval(candidate: Candidate) -> Approval | None:
    """Find an approval by a second person that no edit has voided."""
    last = candidate.draft.revisions.first()
    authors = _authors(candidate.draft)
    for approval in candidate.approvals.select_related("by"):
        if approval.by_id not in authors and (last is None or approval.at > last.at):
            return approval
    return None


def may_approve(candidate: Candidate, user: User) -> bool:
    """Whether this person is a second one: nothing in the draft is of theirs."""
    return user.pk not in _authors(candidate.draft)


def _authors(draft: Draft) -> frozenset[int]:
    """Find who edited an item that is still in the draft, also before others did."""
    items = {(item.kind, item.key): item.edited_by_id for item in draft.items.all()}
    edits = draft.revisions.values_list("kind", "key", "by")
    earlier = (by for kind, key, by in edits if (kind, key) in items)
    return frozenset((*items.values(), *earlier))


def approve(service: HostedService, candidate: Candidate, *, by: User) -> None:
    """Consent to a candidate as a second person.

    Raises:
        NotReady: this person edited something in it, or it was edited since.
    """
    with transaction.atomic():
        edited = edited_content(service)
        if current_candidate(service, edited) != candidate:
            raise Stale
        if not may_approve(candidate, by):
            raise NotReady("you edited what is in this draft; somebody else must approve it")
        Approval.objects.update_or_create(
            candidate=candidate, by=by, defaults={"at": timezone.now()}
        )
        record(Action.APPROVED, _subject(candidate), by=by, service=service)


def send_back(service: HostedService, *, by: User | None, note: str) -> None:
    """Say that a draft needs revision, and why; the next edit takes the note away."""
    with transaction.atomic():
        draft = open_draft(service)
        if draft is None:
            raise NotReady("there is no draft to send back")
        if draft.sent_back == note or (by is None and draft.sent_back_by_id):
            return  # what a person wrote is worth more than what the policy says anyhow
        said = {"sent_back": note, "sent_back_by": by, "sent_back_at": timezone.now()}
        Draft.objects.filter(pk=draft.pk).update(**NOT_ASKED, **said)
        record(Action.SENT_BACK, f"draft {draft.pk}", by=by, service=service, note=note)


def discard(service: HostedService, *, by: User, mark: str) -> None:
    """Throw the whole draft away; its revisions stay.

    Raises:
        NotReady: it was edited since this person looked.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(service=service, closed_at=None).first()
        edited = edited_content(service)
        if draft is None or draft_mark(edited) != mark:
            raise Stale
        Draft.objects.filter(pk=draft.pk).update(closed_at=timezone.now())
        items = {f"{item.kind} {item.key}": item.body for item in edited.items.values()}
        record(Action.UNDONE, f"draft {draft.pk}", by=by, service=service, before=as_text(items))


def publish_draft(
    service: HostedService, member: Membership, *, mark: str, note: str, override_reason: str = ""
) -> Publication:
    """Make the open draft live, if nothing speaks against it.

    Args:
        service: whose draft it is.
        member: who publishes.
        mark: of the draft that this person looked at.
        note: what is new, for the list of versions.
        override_reason: why it goes live although the policy objects.

    Raises:
        NotReady: something speaks against it, or it was edited since.
        ReleaseError: the release is damaged.
    """
    with turn(service):
        edited = edited_content(service)
        candidate = current_candidate(service, edited)
        if candidate is None or candidate.mark != mark:
            raise Stale
        ready = readiness(service, edited, candidate)
        _refuse_unless(ready, member, override_reason)
        approval = standing_approval(candidate)
        return move_live(
            service,
            Move(
                release=prepared_of(candidate.job.result).release,
                way=Way.CONTENT,
                by=member.user,
                note=note,
                override_reason=override_reason if ready.objections else "",
                approved_by=approval.by if approval else None,
                draft=candidate.draft,
                mark=mark,
            ),
        )


def _refuse_unless(ready: Readiness, member: Membership, override_reason: str) -> None:
    if ready.obstacles:
        raise NotReady(" ".join(ready.obstacles))
    if ready.needs_approval:
        raise NotReady("a second person must approve this draft first")
    if not ready.objections:
        return
    if not member.may(Permission.OVERRIDE):
        raise NotReady(
            "it would cost more than the policy of this service accepts; revise it, or ask an owner"
        )
    if not override_reason.strip():
        raise NotReady("it goes against the policy of this service; write down why it must go live")


def _subject(candidate: Candidate) -> str:
    release = prepared_of(candidate.job.result).release
    return f"release {release[:12]}" if release else f"draft {candidate.draft_id}"
