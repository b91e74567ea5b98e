"""Count how templates are used, where the journal is too long for a page to do it."""

from collections.abc import Mapping
from typing import Any

from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.usage.counts import JOB, count_all


@job(JOB)
def count_uses(asked: Job, progress: Progress) -> Mapping[str, Any]:
    return {"counted": count_all(asked.service, progress)}
