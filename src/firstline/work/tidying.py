"""Forget releases that were made to look at a draft and that nobody published."""

import shutil
from contextlib import suppress

from firstline.learning.evidence import forget_evidence
from firstline.panel.jobs.models import State
from firstline.panel.releases.models import Candidate
from firstline.panel.releases.moving import turn
from firstline.panel.releases.prepared import prepared_of
from firstline.panel.releases.refusals import SomebodyElseMoves
from firstline.panel.services.models import HostedService


def forget_stale_candidates(service: HostedService, *, but: Candidate) -> None:
    """Remove the releases of earlier states of drafts, unless they were live or a canary.

    Decisions of those are in the journal, and a version may come back.
    """
    store = service.folder.store
    with suppress(SomebodyElseMoves), turn(service):  # the next check tidies up
        kept = {*store.published(), *store.canaries.tried()}
        kept.add(prepared_of(but.job.result).release)
        for candidate in _finished(service, but):
            release = prepared_of(candidate.job.result).release
            if release and release not in kept:
                shutil.rmtree(store.root / release, ignore_errors=True)
                forget_evidence(store.root, release)
                candidate.delete()


def _finished(service: HostedService, but: Candidate) -> list[Candidate]:
    others = Candidate.objects.filter(draft__service=service).exclude(pk=but.pk)
    return list(others.filter(job__state=State.DONE).select_related("job"))
