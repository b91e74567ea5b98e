"""The candidate of a draft as it is now; there is none, or one is asked for."""

from django.db import transaction

from firstline.panel.accounts.models import User
from firstline.panel.content.drafts import Edited, mark_of, open_draft
from firstline.panel.content.models import Draft
from firstline.panel.jobs.models import State
from firstline.panel.jobs.queue import ask
from firstline.panel.releases.models import Candidate
from firstline.panel.services.models import HostedService

JOB = "prepare"


def draft_mark(edited: Edited) -> str:
    """Name what would be published: the draft's items on top of this live release."""
    items = sorted((kind, key, item.body) for (kind, key), item in edited.items.items())
    return mark_of([edited.live.digest, items])


def current_candidate(service: HostedService, edited: Edited) -> Candidate | None:
    """Find what was prepared of the draft as it is now."""
    draft = open_draft(service)
    if draft is None:
        return None
    prepared = draft.candidates.select_related("job")
    return prepared.filter(mark=draft_mark(edited)).exclude(job__state=State.FAILED).first()


def failed_candidate(service: HostedService, edited: Edited) -> Candidate | None:
    """Find the last try to prepare the draft as it is now, if it failed."""
    draft = open_draft(service)
    if draft is None:
        return None
    tried = draft.candidates.select_related("job").filter(mark=draft_mark(edited)).first()
    return tried if tried and tried.job.state == State.FAILED else None


def ask_for_candidate(service: HostedService, edited: Edited, *, by: User) -> Candidate | None:
    """Have the draft prepared, unless it is already, or is empty."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().filter(service=service, closed_at=None).first()
        if found is None or not edited.is_changed:
            return None
        if candidate := current_candidate(service, edited):
            return candidate
        mark = draft_mark(edited)
        job = ask(JOB, service, by=by, parameters={"mark": mark})
        return Candidate.objects.create(draft=found, mark=mark, job=job)
