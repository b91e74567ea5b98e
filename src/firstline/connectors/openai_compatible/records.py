"""What is stored about a fine-tuned language model: enough to go on after anything broke."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from firstline.connectors.openai_compatible.errors import RecordBroken
from firstline.connectors.openai_compatible.files import UploadedFile
from firstline.connectors.openai_compatible.jobs import JobRequest

FOLDER = "language_models"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModel:
    """A language model that is being fine-tuned, or has been; no secret is in it."""

    name: str
    base_url: str
    training: UploadedFile
    validation: UploadedFile | None = None
    request: JobRequest
    job_id: str = ""
    """Empty until the job has begun."""
    status: str = ""
    """The server's last word about the job."""
    model_id: str = ""
    """What to ask for in chat completions; empty until the job has succeeded."""
    trained_tokens: int | None = None


LANGUAGE_MODEL = TypeAdapter(LanguageModel)


class LanguageModels:
    """The folder `language_models` of a store: one JSON file for each."""

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER

    def path(self, name: str) -> Path:
        """Find where a record is, or will be.

        Raises:
            RecordBroken: the name cannot be that of a file everywhere.
        """
        if not NAME.fullmatch(name):
            raise RecordBroken(f"`{name[:100]}` is no name; take letters, digits, - and _")
        return self.folder / f"{name}.json"

    def read(self, name: str) -> LanguageModel | None:
        """Read a record, if there is one.

        Raises:
            RecordBroken: it cannot be read.
        """
        path = self.path(name)
        return _read(path) if path.exists() else None

    def of_job(self, job_id: str) -> LanguageModel:
        """Find the record of a job.

        Raises:
            RecordBroken: there is none, or one cannot be read.
        """
        found = next((model for model in self if model.job_id == job_id), None)
        if found is None:
            raise RecordBroken(f"no record in {self.folder} has the job `{job_id[:80]}`")
        return found

    def uploads(self, base_url: str) -> Iterator[UploadedFile]:
        """Give every file that was uploaded to a server."""
        for model in self:
            if model.base_url == base_url:
                yield from filter(None, (model.training, model.validation))

    def __iter__(self) -> Iterator[LanguageModel]:
        return (_read(path) for path in sorted(self.folder.glob("*.json")))

    def write(self, model: LanguageModel) -> Path:
        """Replace the record of a model, in one step.

        Raises:
            RecordBroken: the disk does not take it.
        """
        path = self.path(model.name)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(LANGUAGE_MODEL.dump_json(model, indent=2) + b"\n")
            draft.replace(path)
        except OSError as error:
            raise RecordBroken(f"{path} cannot be written: {error.strerror}") from error
        return path


def _read(path: Path) -> LanguageModel:
    try:
        return LANGUAGE_MODEL.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise RecordBroken(f"{path} cannot be read ({error}); repair or delete it") from error
