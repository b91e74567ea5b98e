"""The gate: what a service's policy has against a publish, and which changes cause it."""

from dataclasses import dataclass
from enum import StrEnum

from firstline.domain.impacts import Cause
from firstline.panel.releases.prepared import Prepared
from firstline.panel.services.models import HostedService

SHOWN_CAUSES = 5


class Loss(StrEnum):
    COVERAGE = "coverage"
    PRECISION = "precision"
    PROMISES = "promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    loss: Loss
    lost: float = 0.0
    """A share; of promises, their number."""
    accepted: float = 0.0
    pools: tuple[str, ...] = ()
    """Whose promise is lost."""
    causes: tuple[Cause, ...] = ()
    """The costliest first."""


def objections(prepared: Prepared, service: HostedService) -> tuple[Objection, ...]:
    """Name what costs more than the policy accepts.

    Judged by the days of `JUDGED`; without past traffic only promises can be judged.
    """
    found = (
        _coverage(prepared, service.accepted_coverage_loss),
        _precision(prepared, service.accepted_precision_loss),
        _promises(prepared),
    )
    return tuple(objection for objection in found if objection)


def _coverage(prepared: Prepared, accepted: float) -> Objection | None:
    impact = prepared.judged
    if impact is None or -impact.coverage.difference <= accepted:
        return None
    causes = [cause for cause in impact.causes if _is_shown(cause.coverage)]
    return Objection(
        loss=Loss.COVERAGE,
        lost=-impact.coverage.difference,
        accepted=accepted,
        causes=tuple(causes[:SHOWN_CAUSES]),
    )


def _precision(prepared: Prepared, accepted: float) -> Objection | None:
    impact = prepared.judged
    difference = impact.precision_difference if impact else None
    if impact is None or difference is None or -difference <= accepted:
        return None
    causes = sorted((c for c in impact.causes if _is_shown(c.precision)), key=lambda c: c.precision)
    return Objection(
        loss=Loss.PRECISION,
        lost=-difference,
        accepted=accepted,
        causes=tuple(causes[:SHOWN_CAUSES]),
    )


def _is_shown(part: float) -> bool:
    """Whether a loss is more than ±0.0 points on the page."""
    return round(part, 3) < 0


def _promises(prepared: Prepared) -> Objection | None:
    lost = [change for change in prepared.promises or () if change.is_lost]
    if not lost:
        return None
    topics = {topic for change in lost for topic in change.topics}
    impact = prepared.judged
    causes = [cause for cause in (impact.causes if impact else ()) if cause.topic_id in topics]
    causes = [cause for cause in causes if _is_shown(min(cause.coverage, cause.precision))]
    return Objection(
        loss=Loss.PROMISES,
        lost=len(lost),
        pools=tuple(dict.fromkeys(change.name for change in lost)),
        causes=tuple(causes[:SHOWN_CAUSES]),
    )
