"""Ask for the publication of a draft: what people do who may edit it but not publish it."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from firstline.panel.accounts.mails import send_request
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import Edited, edited_content
from firstline.panel.content.models import Draft
from firstline.panel.releases.candidates import current_candidate, draft_mark
from firstline.panel.releases.publishing import readiness
from firstline.panel.releases.refusals import NotReady, Stale
from firstline.panel.services.models import HostedService


def ask_for_publication(
    service: HostedService, *, by: User, mark: str, note: str, base: str
) -> None:
    """Say to all that a draft shall go live, and mail who can do that.

    Args:
        service: whose draft it is.
        by: who wants it.
        mark: of the draft that this person looked at.
        note: what is new and why, for who publishes it.
        base: address of this machine, for the link in the mail.

    Raises:
        NotReady: nobody could publish it, or it was edited since.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(service=service, closed_at=None).first()
        edited = edited_content(service)
        if draft is None or draft_mark(edited) != mark:
            raise Stale
        _refuse_unless_publishable(service, edited)
        said = {"asked_by": by, "asked_at": timezone.now(), "asked_note": note}
        Draft.objects.filter(pk=draft.pk).update(**said)
        record(Action.ASKED, f"draft {draft.pk}", by=by, service=service, note=note)
        _tell_publishers(service, by=by, note=note, edits=len(edited.items), base=base)


def _refuse_unless_publishable(service: HostedService, edited: Edited) -> None:
    obstacles = readiness(service, edited, current_candidate(service, edited)).obstacles
    if obstacles:
        raise NotReady(" ".join(obstacles))


def _tell_publishers(service: HostedService, *, by: User, note: str, edits: int, base: str) -> None:
    link = base + reverse("publish", args=(service.slug,))
    context = {"service": service, "who": str(by), "note": note, "edits": edits, "link": link}
    for person in Membership.who_may(Permission.PUBLISH, service).exclude(pk=by.pk):
        transaction.on_commit(partial(send_request, person, context))
