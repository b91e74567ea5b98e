"""Bring a history, say what its columns mean, have it checked, and train with it."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import ask
from firstline.panel.onboarding.models import HistoryFile, Step, is_good
from firstline.panel.services.models import HostedService
from firstline.panel.uploads import HISTORIES, receive
from firstline.workspace.columns import TEMPLATE, TEXT, TOPIC

LOOK, CHECK, TRAIN = "look_at_history", "check_history", "train"
"""Kinds of jobs."""


class ColumnsUnclear(FirstlineError):
    """A mapping that names a column twice, or leaves out what nothing can be learnt without."""


class NotChecked(FirstlineError):
    def __init__(self) -> None:
        super().__init__("check the history first; only one with enough cases can be learnt from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a history begins with."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    suggested: Mapping[str, Mapping[str, Any]]
    """Our column → a `Guess`."""


def bring(service: HostedService, uploaded: "UploadedFile[bytes]", *, by: User) -> HistoryFile:
    """Keep an uploaded history, and have its columns found.

    Raises:
        UploadRefused: it is no history, or cannot be stored; nothing of it is kept.
    """
    history = HistoryFile(service=service, name=(uploaded.name or "history")[-100:], by=by)
    limit = settings.PANEL.max_upload_mb * 1_000_000
    try:
        path = receive(uploaded, history.folder, kinds=HISTORIES, limit=limit)
        history.file, history.size = path.name, path.stat().st_size
        return keep(history)
    except BaseException:
        shutil.rmtree(history.folder, ignore_errors=True)
        raise


def keep(history: HistoryFile) -> HistoryFile:
    """Write down a history whose file is there, and have its columns found."""
    with transaction.atomic():
        record(
            Action.IMPORTED,
            f"history {history.name}",
            by=history.by,
            service=history.service,
            note=f"{history.size:,} bytes",
        )
        history.save()
        history.looked = _ask(LOOK, history, history.by)
        history.save(update_fields=("looked",))
    return history


def forget(history: HistoryFile, *, by: User) -> None:
    """Remove a history and all that was found in it; releases that learnt from it stay."""
    folder = history.folder
    with transaction.atomic():
        subject = f"history {history.name}"
        record(Action.REMOVED, subject, by=by, service=history.service)
        history.delete()
    shutil.rmtree(folder, ignore_errors=True)


def preview_of(history: HistoryFile) -> Preview | None:
    """Read what the first job found; `None` before it has."""
    try:
        found = json.loads(history.preview.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Preview(
        columns=tuple(found["columns"]),
        rows=tuple(map(tuple, found["rows"])),
        suggested=found["suggested"],
    )


def map_columns(history: HistoryFile, column_map: Mapping[str, str], *, by: User) -> None:
    """Say what the columns mean, and have every row tried.

    Raises:
        ColumnsUnclear: no column holds what customers wrote, or none says what it was about.
    """
    if not column_map.get(TEXT):
        raise ColumnsUnclear("say which column holds what the customer wrote")
    if not (column_map.get(TOPIC) or column_map.get(TEMPLATE)):
        raise ColumnsUnclear(
            "say which column holds the topic, or the template that the agent sent: "
            "without either nothing can be learnt"
        )
    with transaction.atomic():
        history.column_map = dict(column_map)
        history.checked, history.trained = _ask(CHECK, history, by), None
        history.save(update_fields=("column_map", "checked", "trained"))


def check_again(history: HistoryFile, *, by: User) -> None:
    """Try every row anew, for example after the files of the service were replaced."""
    map_columns(history, history.column_map or {}, by=by)


def train(history: HistoryFile, *, by: User, in_shadow: bool) -> Job:
    """Have a release made of what a history teaches.

    Args:
        history: checked.
        by: who asked.
        in_shadow: whether no topic of it may do more than decide and record.

    Raises:
        NotChecked: it was not, or has too little in it.
    """
    with transaction.atomic():
        if not is_good(history.checked):
            raise NotChecked
        history.trained = _ask(TRAIN, history, by, in_shadow=in_shadow)
        history.save(update_fields=("trained",))
    return history.trained


def _ask(kind: str, history: HistoryFile, by: User, **parameters: object) -> Job:
    given = {"history": str(history.pk), **parameters}
    job = ask(kind, history.service, by=by, parameters=given, is_long=kind == TRAIN)
    record(Action.JOB_STARTED, f"{kind} {history.name}", by=by, service=history.service)
    return job


def step_of(history: HistoryFile) -> Step:
    """The first step that this history has not taken."""
    if history.column_map is None:
        return Step.COLUMNS
    return Step.TRAIN if is_good(history.checked) else Step.CHECK
