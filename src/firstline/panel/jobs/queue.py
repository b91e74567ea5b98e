"""Ask for a job, and run it where its worker picks it up.

The queue is Django's (`django-tasks`, on the panel's own database). It does not notice when a
worker dies, so a job also says that it lives: one that has been silent goes back to the queue,
once; the second time it has failed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.jobs.models import Job, State
from firstline.panel.services.models import HostedService

Parameters: TypeAlias = Mapping[str, Any]
SILENT_AFTER = timedelta(seconds=30)
"""A living worker beats every few seconds, whatever it computes."""
MOST_ATTEMPTS = 2
QUICK, LONG = "default", "long"
"""Queues: a worker may leave the second to others."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a job tells while it runs."""

    job: Job

    def __call__(self, step: str, *, done: int = 0, total: int = 0) -> None:
        Job.objects.filter(pk=self.job.pk).update(
            step=step[:200], done=done, total=total, beat_at=timezone.now()
        )

    def share(self, result: Mapping[str, Any]) -> None:
        """Show what is known so far, before the job is done."""
        Job.objects.filter(pk=self.job.pk).update(result=result, beat_at=timezone.now())


JobFunction: TypeAlias = Callable[[Job, Progress], Mapping[str, Any]]
FUNCTIONS: dict[str, JobFunction] = {}
"""Filled by the worker; pages only name what they ask for."""
_UNDER_WAY: set[str] = set()
"""Ids of the jobs that this process runs."""


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Let the worker run this function for jobs of a kind."""

    def register(function: JobFunction) -> JobFunction:
        FUNCTIONS[kind] = function
        return function

    return register


def ask(
    kind: str,
    service: HostedService,
    *,
    by: User | None,
    parameters: Parameters | None = None,
    is_long: bool = False,
) -> Job:
    """Queue a job; it starts when the surrounding transaction is there."""
    asked = Job.objects.create(
        kind=kind,
        service=service,
        asked_by=by,
        parameters=dict(parameters or {}),
        is_long=is_long,
    )
    transaction.on_commit(lambda: _enqueue(asked))
    return asked


class NotAgain(FirstlineError):
    """A job that need not run again, or must not now."""


def ask_again(failed: Job, *, by: User) -> None:
    """Queue a failed job once more; whoever waited for it by its id finds it there.

    Raises:
        NotAgain: it has not failed, or the same is under way.
    """
    with transaction.atomic():
        HostedService.objects.select_for_update().get(pk=failed.service_id)
        same = failed.service.jobs.filter(kind=failed.kind, parameters=failed.parameters)
        if same.filter(state__in=(State.WAITING, State.RUNNING)).exists():
            raise NotAgain("the same is under way already; wait until it is done")
        now = timezone.now()
        anew = {"asked_by": by, "asked_at": now, "started_at": None, "finished_at": None}
        fresh = {"state": State.WAITING, "attempts": 0, "step": "", "error": "", "result": None}
        mine = Job.objects.filter(pk=failed.pk, state=State.FAILED)
        if not mine.update(done=0, total=0, **anew, **fresh):
            raise NotAgain("this job has not failed, so there is nothing to try again")
        record(Action.JOB_STARTED, failed.kind, by=by, service=failed.service, note="tried again")
        transaction.on_commit(lambda: _enqueue(failed))


def _enqueue(asked: Job) -> None:
    queue = LONG if asked.is_long else QUICK
    result = run_job.using(queue_name=queue).enqueue(str(asked.pk))
    Job.objects.filter(pk=asked.pk).update(task_id=str(result.id))


@task()
def run_job(job_id: str) -> None:
    """Run one job; what goes wrong is written down for the person who asked."""
    asked = Job.objects.select_related("service", "asked_by").get(pk=job_id)
    if asked.is_over:
        return
    asked.state, asked.attempts = State.RUNNING, asked.attempts + 1
    asked.started_at = asked.beat_at = timezone.now()
    asked.save(update_fields=("state", "attempts", "started_at", "beat_at"))
    _UNDER_WAY.add(job_id)
    try:
        result = FUNCTIONS[asked.kind](asked, Progress(asked))
    except FirstlineError as error:
        _finish(asked, State.FAILED, error=str(error))
    except OSError as error:
        _finish(asked, State.FAILED, error=_NO_FILE.format(error.strerror or error))
        raise
    except Exception as error:
        words = f"something is wrong with Firstline itself ({type(error).__name__}: {error})"
        _finish(asked, State.FAILED, error=f"{words}; the worker's log has more")
        raise
    else:
        _finish(asked, State.DONE, result=result)
    finally:
        _UNDER_WAY.discard(job_id)


def _finish(asked: Job, state: State, **fields: Any) -> None:  # noqa: ANN401 - columns
    Job.objects.filter(pk=asked.pk).update(state=state, finished_at=timezone.now(), **fields)


def beat() -> None:
    """Say of the jobs under way here that their worker lives."""
    Job.objects.filter(pk__in=list(_UNDER_WAY), state=State.RUNNING).update(beat_at=timezone.now())


def revive_silent_jobs() -> int:
    """Queue what a dead worker left behind; return how many that were."""
    silent = timezone.now() - SILENT_AFTER
    revived = 0
    for quiet in Job.objects.filter(state=State.RUNNING, beat_at__lt=silent):
        with transaction.atomic():
            revived += _revive(quiet)
    return revived


def _revive(quiet: Job) -> bool:
    still = Job.objects.filter(pk=quiet.pk, state=State.RUNNING, beat_at=quiet.beat_at)
    if not still.select_for_update().exists():
        return False  # another worker was quicker, or it lives after all
    DBTaskResult.objects.filter(pk=quiet.task_id, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )
    if quiet.attempts >= MOST_ATTEMPTS:
        _finish(quiet, State.FAILED, error=_STOPPED_TWICE)
        return False
    still.update(state=State.WAITING, step="", beat_at=None)
    transaction.on_commit(lambda: _enqueue(quiet))
    return True


_NO_FILE = (
    "a file could not be read or written ({}): is the disk full? Nothing half done was kept; "
    "make room and try again"
)
_STOPPED_TWICE = (
    "the worker stopped twice in the middle of this job; is there enough memory? "
    "The worker's log has more"
)
