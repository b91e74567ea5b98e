"""The job `canary_status`: what a canary and the live release have done, from the journal."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from firstline.domain.errors import CanaryRefused
from firstline.journal.reader import JournalReader
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.results import CANARY_SEEN, ArmSeen, CanarySeen
from firstline.serving.canary import Arm, Judge
from firstline.serving.settings import ServingSettings


@job(ModelJob.CANARY_STATUS)
def canary_status(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Ask the judge that the answering service asks as well; only the service stops a canary."""
    folder = asked.service.folder
    canary, live = folder.store.canaries.running(), folder.store.live()
    if canary is None or live is None:
        raise CanaryRefused("no canary is running any more")
    progress("reading decisions since it began")
    reader = JournalReader(folder.journal)
    try:
        settled_after = timedelta(seconds=ServingSettings().canary_settled_after_s)
        judge = Judge(reader, canary, live, settled_after=settled_after)
        verdict = judge.look(datetime.now(UTC)) or ""
    finally:
        reader.close()
    seen = CanarySeen(
        canary=_seen(canary.digest, judge.canary), live=_seen(live, judge.live), verdict=verdict
    )
    plain: Mapping[str, Any] = CANARY_SEEN.dump_python(seen, mode="json")
    return plain


def _seen(release: str, arm: Arm) -> ArmSeen:
    return ArmSeen(
        release=release,
        asked=arm.asked,
        automatic=arm.automatic,
        settled=arm.settled,
        came_back=arm.came_back,
    )
