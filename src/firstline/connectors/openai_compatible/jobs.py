"""Fine-tuning jobs: start one, ask how it goes."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

from pydantic import TypeAdapter

from firstline.connectors.openai_compatible.connections import FIRST_WAIT_S, Connection
from firstline.connectors.openai_compatible.errors import (
    LanguageModelError,
    ServerRefused,
    ServerUnreachable,
)

PAGE = 100  # the most that the interface gives at once
_NO_SUCH_LIST = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}


class JobStatus(StrEnum):
    """How a job stands; a status that only one server knows counts as under way."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What to fine-tune, and how; equal requests are the same job."""

    model: str
    training_file: str
    validation_file: str | None = None
    suffix: str | None = None
    seed: int = 0
    hyperparameters: Mapping[str, int | float] = field(default_factory=dict)
    """Such as `n_epochs`; what is left out is the server's choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobError:
    message: str = ""
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    id: str
    status: str
    model: str = ""
    fine_tuned_model: str | None = None
    training_file: str = ""
    validation_file: str | None = None
    seed: int | None = None
    trained_tokens: int | None = None
    error: JobError | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in set(JobStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    id: str
    message: str = ""
    level: str = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page of a list, newest first."""

    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Jobs(_Page):
    data: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Events(_Page):
    data: tuple[JobEvent, ...]


JOB_REQUEST = TypeAdapter(JobRequest)
_JOB = TypeAdapter(Job)
_JOBS = TypeAdapter(_Jobs)
_EVENTS = TypeAdapter(_Events)


def start_job(connection: Connection, request: JobRequest, *, recorded: Container[str]) -> Job:
    """Start a job, once: where an answer got lost, look first whether the job is there.

    Args:
        connection: to the server.
        request: what to fine-tune.
        recorded: ids of jobs that are somebody else's; any other job of the same request is ours.

    Raises:
        LanguageModelError: the server did not take it.
    """
    try:
        return _unrecorded(connection, request, recorded) or _post(connection, request)
    except LanguageModelError as error:
        if not _may_have_arrived(error):
            raise
    connection.wait(FIRST_WAIT_S)
    return _unrecorded(connection, request, recorded) or _post(connection, request)


def _post(connection: Connection, request: JobRequest) -> Job:
    url = connection.server.url("fine_tuning/jobs")
    body = JOB_REQUEST.dump_python(request, exclude_none=True, exclude_defaults=False)
    body = {name: value for name, value in body.items() if value != {}}
    return connection.read(lambda client: client.post(url, json=body), _JOB, may_repeat=False)


def _may_have_arrived(error: LanguageModelError) -> bool:
    if isinstance(error, ServerRefused):
        return error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return isinstance(error, ServerUnreachable)


def _unrecorded(
    connection: Connection, request: JobRequest, recorded: Container[str]
) -> Job | None:
    """Find a job that was started for the request by somebody who did not live to record it."""
    try:
        jobs = connection.get("fine_tuning/jobs", _JOBS, limit=PAGE).data
    except ServerRefused as refusal:
        if refusal.status in _NO_SUCH_LIST:
            return None
        raise
    ours = (job for job in jobs if job.id not in recorded and _is_of(job, request))
    return next(ours, None)


def _is_of(job: Job, request: JobRequest) -> bool:
    files = (job.training_file, job.validation_file) == (
        request.training_file,
        request.validation_file,
    )
    went_well = job.status not in {JobStatus.FAILED, JobStatus.CANCELLED}
    return files and went_well and job.seed == request.seed


def read_job(connection: Connection, job_id: str) -> Job:
    return connection.get(f"fine_tuning/jobs/{job_id}", _JOB)


def new_events(connection: Connection, job_id: str, *, seen: set[str]) -> Iterator[JobEvent]:
    """Give what happened since the last look, oldest first, and remember it in `seen`.

    A server that keeps no events has none.
    """
    fresh: list[JobEvent] = []
    after: dict[str, str | int] = {}
    goes_on = True
    while goes_on:
        page = _events(connection, job_id, after)
        unseen = [event for event in page.data if event.id not in seen]
        fresh += unseen
        goes_on = page.has_more and 0 < len(unseen) == len(page.data)
        after = {"after": unseen[-1].id} if unseen else {}
    seen.update(event.id for event in fresh)
    yield from reversed(fresh)


def _events(connection: Connection, job_id: str, after: Mapping[str, str | int]) -> _Events:
    try:
        path = f"fine_tuning/jobs/{job_id}/events"
        return connection.get(path, _EVENTS, limit=PAGE, **after)
    except ServerRefused as refusal:
        if refusal.status in _NO_SUCH_LIST:
            return _Events(data=())
        raise
