"""The job `draw_charts`: the numbers behind a release's charts, from the evidence beside it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from firstline.analysis.pictures import ConfusedInquiry, Picture
from firstline.domain.cases import Case
from firstline.domain.errors import FirstlineError
from firstline.domain.progress import Progress as Telling
from firstline.domain.topics import TopicId
from firstline.learning.corpus import read_history
from firstline.learning.evidence import EvidenceCase
from firstline.learning.pictures import picture_of
from firstline.learning.recalibration import evidence_for
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.services.live import release_of
from firstline.panel.services.models import HostedService
from firstline.panel.training.drawing import PICTURE
from firstline.panel.training.histories import histories_of
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.models import ReleasePicture
from firstline.release.records import Release

SAMPLES = 8
"""Inquiries kept of each confusion."""


@job(ModelJob.PICTURE)
def draw_charts(asked: Job, progress: Progress) -> Mapping[str, Any]:
    release = release_of(asked.service, asked.parameters["release"])
    evidence = evidence_for(release, asked.service.folder.store.root)
    picture = picture_of(release, evidence, progress=progress)
    _keep(asked.service, release, picture)
    sampled = _with_samples(asked.service, release, evidence.calibration, picture, progress)
    _keep(asked.service, release, sampled)
    return {"release": release.digest}


def _keep(service: HostedService, release: Release, picture: Picture) -> None:
    body = PICTURE.dump_python(picture, mode="json")
    ReleasePicture.objects.filter(service=service, digest=release.digest).update(body=body)


def _with_samples(
    service: HostedService,
    release: Release,
    calibration: Sequence[EvidenceCase],
    picture: Picture,
    progress: Telling,
) -> Picture:
    """Find the texts of confused inquiries in the newest history; evidence holds none."""
    found: defaultdict[tuple[TopicId, TopicId], list[ConfusedInquiry]] = defaultdict(list)
    confused = {(c.labelled, c.found) for c in picture.confusions}
    progress("finding the inquiries of confusions")
    texts = _texts(service, release)
    for case in calibration:
        pair = (case.topic_id, case.predictions[0].topic_id if case.predictions else None)
        text = texts.get((case.received_at, case.topic_id))
        if text and pair in confused and len(found[pair]) < SAMPLES:
            sample = ConfusedInquiry(received_at=case.received_at, text=text)
            found[pair].append(sample)
    return replace(
        picture,
        confusions=tuple(
            replace(c, samples=tuple(found[c.labelled, c.found])) for c in picture.confusions
        ),
    )


def _texts(service: HostedService, release: Release) -> dict[tuple[datetime, TopicId | None], str]:
    newest = next(iter(histories_of(service)), None)
    cases: tuple[Case, ...] = ()
    if newest:
        # One of other columns, or cut short, leaves the counts without texts.
        with suppress(FirstlineError):
            read = read_history(newest.path, release.service, column_map=newest.column_map)
            cases = read.cases
    return {(case.inquiry.received_at, case.topic_id): case.inquiry.text for case in cases}
