"""The job `prepare`: make a release of a draft, and find out what it would have done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from firstline.analysis.replay.promises import promise_changes
from firstline.domain.changes import PromiseChange
from firstline.domain.errors import ExamplesBroken
from firstline.learning.evidence import Evidence
from firstline.learning.recalibration import NeedsTraining, evidence_for, with_content, write_edited
from firstline.panel.content.drafts import Edited, edited_content
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.releases.candidates import JOB, draft_mark
from firstline.panel.releases.gate import objections
from firstline.panel.releases.gate_words import in_words
from firstline.panel.releases.prepared import JUDGED, PERIODS, PREPARED, Prepared
from firstline.panel.releases.publishing import send_back
from firstline.panel.releases.refusals import NotReady
from firstline.panel.services.models import HostedService
from firstline.release.examples import check_examples
from firstline.release.records import Release
from firstline.work.encoders import encoder_of
from firstline.work.outlooks import Past
from firstline.work.proving import proofs, rule_effects
from firstline.work.tidying import forget_stale_candidates

PROMISES = TypeAdapter(tuple[PromiseChange, ...])


@dataclass(slots=True)
class Shared:
    """What is known so far; the page shows each part as soon as it is there."""

    progress: Progress
    known: Prepared = field(default_factory=Prepared)

    def add(self, **parts: Any) -> None:  # noqa: ANN401 - fields of `Prepared`
        self.known = PREPARED.validate_python(self.plain() | parts)
        self.progress.share(self.plain())

    def plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = PREPARED.dump_python(self.known, mode="json")
        return plain


@job(JOB)
def prepare(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Replay, check, prove, promise anew, and write the release."""
    edited = edited_content(asked.service)
    if draft_mark(edited) != asked.parameters["mark"]:
        raise NotReady("the draft was edited before it could be checked; check it again")
    if edited.problems:
        raise NotReady("the draft has problems; repair them, then check it again")
    shared = Shared(progress)
    after = replace(edited.live, service=edited.service)
    past = Past(asked.service, edited.live, progress)
    progress("replaying past inquiries")
    shared.add(is_rehearsed=past.is_rehearsed, outlooks={JUDGED: past.outlook(after, JUDGED)})
    progress("trying the examples")
    shared.add(examples_broken=_broken_examples(after))
    _prove(shared, edited.live, after)
    if not shared.known.examples_broken:
        _release(shared, asked.service, edited, past)
    _judge(shared.known, asked.service, edited)
    asked.result = shared.plain()
    forget_stale_candidates(asked.service, but=asked.candidate)
    return shared.plain()


def _broken_examples(after: Release) -> str:
    try:
        check_examples(after)
    except ExamplesBroken as error:
        return str(error)
    return ""


def _prove(shared: Shared, before: Release, after: Release) -> None:
    shared.progress("comparing rules")
    shared.add(effects=tuple(rule_effects(before.service, after.service)))
    shared.progress("proving rules")
    shared.add(proofs=proofs(before, after))


def _release(shared: Shared, service: HostedService, edited: Edited, past: Past) -> None:
    """Choose thresholds for the edited content, replay with them, and write all of it."""
    store = service.folder.store.root
    shared.progress("choosing thresholds")
    try:
        evidence = evidence_for(edited.live, store)
        after = with_content(edited.live, edited.service, evidence)
    except NeedsTraining as error:
        shared.add(needs_training=str(error))
        _show_periods(shared, past, replace(edited.live, service=edited.service))
        return
    changes = promise_changes(edited.live.thresholds, after.thresholds)
    shared.add(promises=PROMISES.dump_python(changes, mode="json"))
    _show_periods(shared, past, after)
    shared.progress("writing the release")
    shared.add(release=_write(after, edited, evidence, service))


def _show_periods(shared: Shared, past: Past, after: Release) -> None:
    shared.progress("replaying past inquiries")
    for days in (JUDGED, *(days for days in PERIODS if days != JUDGED)):
        shared.add(outlooks={**shared.known.outlooks, days: past.outlook(after, days)})


def _write(after: Release, edited: Edited, evidence: Evidence, service: HostedService) -> str:
    store = service.folder.store.root
    encoder = encoder_of(after.service.encoder, store)
    return write_edited(after, edited.live.examples, evidence, encoder=encoder, root=store)


def _judge(prepared: Prepared, service: HostedService, edited: Edited) -> None:
    """Send the draft back for revision where the policy objects."""
    found = objections(prepared, service)
    if found and draft_mark(edited_content(service)) == draft_mark(edited):
        send_back(service, by=None, note="\n".join(map(in_words, found)))
