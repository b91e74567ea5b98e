"""Fine-tune a model: upload what is not there yet, start one job, watch it to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from firstline.connectors.openai_compatible.connections import Connection
from firstline.connectors.openai_compatible.errors import RecordBroken, TuningEnded
from firstline.connectors.openai_compatible.files import (
    TuningFile,
    UploadedFile,
    is_still_there,
    upload,
)
from firstline.connectors.openai_compatible.jobs import (
    Job,
    JobEvent,
    JobRequest,
    JobStatus,
    new_events,
    read_job,
    start_job,
)
from firstline.connectors.openai_compatible.records import LanguageModel, LanguageModels

FIRST_LOOK_S = 2.0
LONGEST_BETWEEN_LOOKS_S = 60.0  # a job takes from minutes to hours
SLOWER = 1.5

_WITHOUT_A_MODEL = {JobStatus.FAILED, JobStatus.CANCELLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningPlan:
    """What somebody wants to be fine-tuned."""

    name: str
    model: str
    training: TuningFile
    validation: TuningFile | None = None
    suffix: str | None = None
    seed: int = 0
    hyperparameters: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuner:
    """Fine-tunes at one server; what was done is in the records before the next step begins."""

    connection: Connection
    models: LanguageModels
    tell: Callable[[str], None]
    """Where progress goes, a line at a time."""

    def begin(self, plan: TuningPlan) -> LanguageModel:
        """Upload and start, or go on where an earlier call with the same plan stopped.

        Raises:
            LanguageModelError: the server or the disk did not take something.
        """
        earlier = self.models.read(plan.name)
        if earlier and not self._is_of(earlier, plan):
            raise RecordBroken(
                f"`{plan.name}` is the name of another fine-tuning; choose another with --name"
            )
        if earlier and earlier.job_id and earlier.status not in _WITHOUT_A_MODEL:
            self.tell(f"job {earlier.job_id} was started before")
            return earlier
        return self._started(self._kept(self._with_files_there(plan)))

    def _with_files_there(self, plan: TuningPlan) -> LanguageModel:
        training = self._uploaded(plan.training)
        validation = self._uploaded(plan.validation) if plan.validation else None
        return LanguageModel(
            name=plan.name,
            base_url=self.connection.server.base_url,
            training=training,
            validation=validation,
            request=JobRequest(
                model=plan.model,
                training_file=training.file_id,
                validation_file=validation.file_id if validation else None,
                suffix=plan.suffix,
                seed=plan.seed,
                hyperparameters=plan.hyperparameters,
            ),
        )

    def _started(self, model: LanguageModel) -> LanguageModel:
        recorded = {other.job_id for other in self.models}
        job = start_job(self.connection, model.request, recorded=recorded)
        self.tell(f"job {job.id} started: {job.status}")
        return self._kept(replace(model, job_id=job.id, status=job.status))

    def watch(self, model: LanguageModel) -> LanguageModel:
        """Tell what happens until the job has ended.

        Raises:
            TuningEnded: it failed or was cancelled.
            LanguageModelError: the server does not answer any more; the job may go on.
        """
        seen: set[str] = set()
        between_s = FIRST_LOOK_S
        job = self._look(model, seen)
        while not job.has_ended:
            self.connection.wait(between_s)
            between_s = min(between_s * SLOWER, LONGEST_BETWEEN_LOOKS_S)
            model = self._kept(replace(model, status=job.status))
            job = self._look(model, seen)
        return self._ended(replace(model, status=job.status), job)

    def _look(self, model: LanguageModel, seen: set[str]) -> Job:
        """Tell what is new of a job."""
        job = read_job(self.connection, model.job_id)
        for event in new_events(self.connection, model.job_id, seen=seen):
            self.tell(_line(event))
        if job.status != model.status:
            self.tell(f"job {job.id}: {job.status}")
        return job

    def _ended(self, model: LanguageModel, job: Job) -> LanguageModel:
        if job.status == JobStatus.SUCCEEDED and job.fine_tuned_model:
            tokens = job.trained_tokens
            return self._kept(replace(model, model_id=job.fine_tuned_model, trained_tokens=tokens))
        self._kept(model)
        why = f": {job.error.message}" if job.error and job.error.message else ""
        raise TuningEnded(f"job {job.id} {job.status} without a model{why}")

    def _uploaded(self, file: TuningFile) -> UploadedFile:
        for uploaded in self.models.uploads(self.connection.server.base_url):
            if uploaded.sha256 == file.sha256 and is_still_there(self.connection, uploaded):
                self.tell(f"{file.path.name} is at the server already, as {uploaded.file_id}")
                return uploaded
        uploaded = upload(self.connection, file)
        self.tell(f"{file.path.name} uploaded as {uploaded.file_id}, {file.examples:,} examples")
        return uploaded

    def _is_of(self, model: LanguageModel, plan: TuningPlan) -> bool:
        request = model.request
        stored = (model.training.sha256, model.validation and model.validation.sha256)
        planned = (plan.training.sha256, plan.validation and plan.validation.sha256)
        how = (request.model, request.suffix, request.seed, dict(request.hyperparameters))
        planned_how = (plan.model, plan.suffix, plan.seed, dict(plan.hyperparameters))
        is_same_place = model.base_url == self.connection.server.base_url
        return is_same_place and stored == planned and how == planned_how

    def _kept(self, model: LanguageModel) -> LanguageModel:
        self.models.write(model)
        return model


def _line(event: JobEvent) -> str:
    return event.message if event.level == "info" else f"{event.level}: {event.message}"
