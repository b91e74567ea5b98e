"""The steps of an onboarding, as the line above its pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.access import ServiceRequest
from firstline.panel.onboarding.models import HistoryFile, Onboarding, Step

TITLES: dict[Step, Promise] = {
    Step.CONTENT: _("Content"),
    Step.HISTORY: _("History"),
    Step.COLUMNS: _("Columns"),
    Step.CHECK: _("Check"),
    Step.TRAIN: _("Train"),
    Step.PUBLISH: _("Publish"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    number: int
    title: Promise
    address: str
    """Empty where one cannot go yet."""
    is_done: bool
    is_current: bool


def unfinished(request: ServiceRequest) -> Onboarding | None:
    """Find the onboarding that this service is in; none once it has answered."""
    return Onboarding.objects.filter(service=request.service, finished_at=None).first()


def render_step(
    request: ServiceRequest,
    template: str,
    context: dict[str, Any],
    *,
    step: Step,
    status: int = 200,
) -> HttpResponse:
    """Render a page of a step, with the line of steps where the service is being onboarded.

    The steps are those of the history that the page is about, else of the one brought last.
    """
    onboarding = unfinished(request)
    steps = []
    if onboarding:
        steps = shown_steps(onboarding, context.get("history") or onboarding.history, step)
    whole = {"steps": steps, "step": step, "last_step": Step.PUBLISH, "onboarding": onboarding}
    return render(request, template, {**whole, **context}, status=status)


def shown_steps(onboarding: Onboarding, history: HistoryFile | None, current: Step) -> list[Shown]:
    reached = onboarding.step_with(history)
    return [
        Shown(
            number=step.value,
            title=TITLES[step],
            address=address_of(onboarding, history, step) if step <= reached else "",
            is_done=step < reached,
            is_current=step is current,
        )
        for step in Step
    ]


def address_of(onboarding: Onboarding, history: HistoryFile | None, step: Step) -> str:
    slug = onboarding.service.slug
    if step is Step.CONTENT:
        return reverse("onboarding-content", args=(slug,))
    if step is Step.PUBLISH:
        return reverse("onboarding-publish", args=(slug,))
    if step is Step.HISTORY or history is None:
        return reverse("history", args=(slug,))
    return reverse(f"history-{step.name.lower()}", args=(slug, history.pk))
