"""The job `retrain`: as `firstline retrain` does, with the content that is live or drafted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from firstline.domain.services import Service
from firstline.learning.retraining.exclusive import exclusive
from firstline.learning.retraining.reports import Report
from firstline.learning.retraining.running import Place, retrain_from
from firstline.panel.accounts.models import User
from firstline.panel.content.drafts import NothingLive, edited_content
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.releases.models import Way
from firstline.panel.releases.moving import Move, move_live, turn
from firstline.panel.releases.refusals import NotReady
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.panel.training.asking import RETRAINING, SAMPLES, Retraining
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.results import RETRAINED, Retrained
from firstline.release.records import Release
from firstline.serving.settings import ServingSettings
from firstline.work.sources import sources_of


@job(ModelJob.RETRAIN)
def retrain(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Train, compare, and publish where that is asked for and the rule allows it.

    Done again after a kill it makes the same release; if the first try had published it, the
    second finds that it is live.
    """
    service, wanted = asked.service, RETRAINING.validate_python(asked.parameters)
    live = live_release(service)
    if live is None:
        raise NothingLive
    store = service.folder.store
    place = Place(
        service=_content(service, live, wanted),
        examples=live.examples,
        store=store,
        encoders=ServingSettings().encoders_dir,
    )
    sources = sources_of(service, wanted.material)
    with exclusive(store.root):
        report = retrain_from(sources, place, samples=SAMPLES, publish=False, progress=progress)
    if wanted.publish and not wanted.with_draft and report.verdict.is_better:
        progress("publishing the new release")
        report = _published(report, service, live, asked.asked_by)
    return _plain(report, live.service.policy.target_precision)


def _content(service: HostedService, live: Release, wanted: Retraining) -> Service:
    """Take what is live, or the draft; some edits can go live only with a model that knows them.

    Raises:
        NotReady: the draft has problems.
    """
    if not wanted.with_draft:
        return live.service
    edited = edited_content(service)
    if edited.problems:
        raise NotReady("the draft has problems; repair them first, the draft page lists them")
    return edited.service


def _published(report: Report, service: HostedService, live: Release, by: User | None) -> Report:
    """Make it live in place of the release that it was compared with, and of no other."""
    note = "; ".join(report.verdict.merits)
    with turn(service):
        if by and service.folder.store.live() == live.digest:
            move_live(service, Move(release=report.release, way=Way.MODEL, by=by, note=note))
            return replace(report, promoted=True)
    words = "another release went live meanwhile, so the new one is kept aside; retrain again"
    return replace(report, notes=(*report.notes, words))


def _plain(report: Report, target: float) -> Mapping[str, Any]:
    labelled = report.learnt.labelled
    retrained = Retrained(
        promoted=report.promoted,
        is_better=report.verdict.is_better,
        merits=report.verdict.merits,
        obstacles=report.verdict.obstacles,
        live=report.live,
        release=report.release,
        notes=report.notes,
        cases=report.learnt.cases,
        splits=report.learnt.splits,
        sent=labelled.sent,
        audited=labelled.audited,
        unsent=labelled.unsent,
        answered=labelled.answered,
        omitted={why.value: count for why, count in report.learnt.omitted.items()},
        target=target,
        comparison=report.comparison,
    )
    plain: Mapping[str, Any] = RETRAINED.dump_python(retrained, mode="json")
    return plain
