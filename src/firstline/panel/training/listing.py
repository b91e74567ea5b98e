"""The releases of a service as a list: where each came from and what it is now."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from django.db.models.fields.json import KT
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.jobs.models import State
from firstline.panel.services.models import HostedService
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.models import ReleaseSummary


class Origin(StrEnum):
    """How a release came to be."""

    TRAINING = "training"
    RETRAINING = "retraining"
    CONTENT = "content"
    """Edited content on the model of an earlier release."""

    @property
    def words(self) -> Promise:
        return _ORIGINS[self]


_ORIGINS: dict[Origin, Promise] = {
    Origin.TRAINING: _("training"),
    Origin.RETRAINING: _("retraining"),
    Origin.CONTENT: _("content"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    summary: ReleaseSummary
    origin: Origin
    is_live: bool
    is_canary: bool
    was_live: bool
    """At some time, and is not now."""
    was_rolled_back: bool
    """People went back from it, the last time that it was live."""


def listed_releases(service: HostedService) -> list[Listed]:
    """List what is in the store, newest first."""
    summaries = list(service.release_summaries.all())
    store = service.folder.store
    live, canary = store.live(), store.canaries.running()
    moves = store.moves()
    once = {move.digest for move in moves}
    undone = {
        before.digest
        for before, move in pairwise(moves)
        if move.is_rollback and before.digest != live
    }
    origins = _origins(service, summaries)
    return [
        Listed(
            summary=summary,
            origin=origins[summary.digest],
            is_live=summary.digest == live,
            is_canary=canary is not None and summary.digest == canary.digest,
            was_live=summary.digest in once and summary.digest != live,
            was_rolled_back=summary.digest in undone,
        )
        for summary in summaries
    ]


def _origins(service: HostedService, summaries: Iterable[ReleaseSummary]) -> dict[str, Origin]:
    retrained = _retrained(service)
    seen: set[str] = set()
    origins = {}
    for summary in sorted(summaries, key=lambda s: (s.made_at, s.pk)):
        if summary.digest in retrained:
            # The same inquiries teach the same model, so its model may be there already.
            origins[summary.digest] = Origin.RETRAINING
        else:
            is_known = summary.model_part in seen
            origins[summary.digest] = Origin.CONTENT if is_known else Origin.TRAINING
        seen.add(summary.model_part)
    return origins


def _retrained(service: HostedService) -> set[str]:
    done = service.jobs.filter(kind=ModelJob.RETRAIN, state=State.DONE)
    return set(done.annotate(made=KT("result__release")).values_list("made", flat=True))
