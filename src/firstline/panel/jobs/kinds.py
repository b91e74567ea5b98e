"""What each kind of job is called, where its result is shown, and who may ask for it again.

The apps above name their kinds themselves; a test holds this table against what the worker runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission
from firstline.panel.jobs.models import Job, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    words: Promise
    shown_at: Callable[[Job], str]
    """Address of the page that has the result."""
    again: Permission | None
    """Who may let a failed one run again; `None` where that cannot succeed."""
    to_read: Permission = Permission.READ
    """Who may see that page."""


def _page(name: str) -> Callable[[Job], str]:
    return lambda job: reverse(name, args=(job.service.slug,))


def _own(name: str) -> Callable[[Job], str]:
    return lambda job: reverse(name, args=(job.service.slug, job.pk))


def _of(name: str, parameter: str) -> Callable[[Job], str]:
    return lambda job: reverse(name, args=(job.service.slug, job.parameters[parameter]))


KINDS: Mapping[str, Kind] = {
    "look_at_history": Kind(
        words=_("Columns of a history"),
        shown_at=_of("history-columns", "history"),
        again=Permission.TRAIN,
        to_read=Permission.TRAIN,
    ),
    "check_history": Kind(
        words=_("Check of a history"),
        shown_at=_of("history-check", "history"),
        again=Permission.TRAIN,
        to_read=Permission.TRAIN,
    ),
    "train": Kind(
        words=_("Training"),
        shown_at=_of("history-train", "history"),
        again=Permission.TRAIN,
        to_read=Permission.TRAIN,
    ),
    # A draft that was edited since has another check.
    "prepare": Kind(
        words=_("Check and effect of the draft"), shown_at=_page("publish"), again=None
    ),
    "draw_charts": Kind(
        words=_("Charts of a release"),
        shown_at=_of("models-one", "release"),
        again=Permission.TRAIN,
    ),
    "compare": Kind(
        words=_("Comparison of two releases"),
        shown_at=_own("models-comparison"),
        again=Permission.TRAIN,
    ),
    "retrain": Kind(
        words=_("Retraining"), shown_at=_own("models-retraining"), again=Permission.TRAIN
    ),
    "canary_status": Kind(
        words=_("Look at the canary"), shown_at=_page("models-canary"), again=Permission.READ
    ),
    "fill_queues": Kind(
        words=_("Inquiries to annotate"), shown_at=_page("annotate"), again=Permission.ANNOTATE
    ),
    "count_uses": Kind(
        words=_("Uses of templates"), shown_at=_page("templates"), again=Permission.READ
    ),
}


def in_words(kind: str) -> str:
    """Name a kind; one of a later version by its own name."""
    return str(KINDS[kind].words) if kind in KINDS else kind.replace("_", " ")


def shown_at(job: Job, membership: Membership) -> str:
    """Give the address of what came of it; empty where this member cannot see it."""
    kind = KINDS.get(job.kind)
    return kind.shown_at(job) if kind and membership.may(kind.to_read) else ""


def may_run_again(job: Job, membership: Membership) -> bool:
    """Whether this member may let a failed job run again, with all that it would do."""
    again = KINDS[job.kind].again if job.kind in KINDS else None
    if job.state != State.FAILED or again is None:
        return False
    goes_live = job.parameters.get("publish")
    return membership.may(again) and (not goes_live or membership.may(Permission.PUBLISH))
