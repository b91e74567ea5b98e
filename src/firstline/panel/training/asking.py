"""What compare and retrain are asked with, as JSON in a job's parameters."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import ask
from firstline.panel.services.models import HostedService
from firstline.panel.training.kinds import ModelJob

SAMPLES = 50
"""Inquiries kept of each kind of flip."""


class AlreadyAsked(FirstlineError):
    def __init__(self) -> None:
        super().__init__(
            "the same is under way already; wait until it is done, or look at it under Jobs"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is learnt from, or compared on."""

    journal: bool
    history: str
    """Key of a history; empty for none."""
    columns: str = ""
    """Other names of its columns than it was uploaded with, as `firstline train --map` takes."""
    days: int | None = None
    """Only so many before the newest inquiry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    old: str
    new: str
    material: Material


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraining:
    material: Material
    publish: bool
    """Whether the new release goes live if it is better by rule."""
    with_draft: bool = False
    """Whether it learns the content of the draft; it is kept aside then, to be looked at."""


COMPARING = TypeAdapter(Comparing)
RETRAINING = TypeAdapter(Retraining)


def ask_to_compare(service: HostedService, comparing: Comparing, *, by: User) -> Job:
    return ask(ModelJob.COMPARE, service, by=by, parameters=asdict(comparing), is_long=True)


def ask_to_retrain(service: HostedService, retraining: Retraining, *, by: User) -> Job:
    """Ask for a retraining, if none is under way.

    Raises:
        AlreadyAsked: one is.
    """
    with transaction.atomic():
        HostedService.objects.select_for_update().get(pk=service.pk)
        if under_way(service, ModelJob.RETRAIN):
            raise AlreadyAsked
        goes_live = retraining.publish and not retraining.with_draft
        words = "live if it is better" if goes_live else "kept aside"
        record(Action.JOB_STARTED, "retraining", by=by, service=service, note=words)
        return ask(ModelJob.RETRAIN, service, by=by, parameters=asdict(retraining), is_long=True)


def under_way(service: HostedService, kind: str, **parameters: Any) -> Job | None:  # noqa: ANN401
    """Find a job of a kind that is not over."""
    waiting = service.jobs.filter(kind=kind, state__in=(State.WAITING, State.RUNNING))
    return waiting.filter(**parameters).first()
