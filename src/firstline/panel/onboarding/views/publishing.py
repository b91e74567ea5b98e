"""The last step: the first release goes live, in shadow."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.onboarding.models import Onboarding, Step
from firstline.panel.onboarding.outcomes import outcome_of
from firstline.panel.onboarding.publishing import publish_in_shadow
from firstline.panel.onboarding.steps import render_step, unfinished
from firstline.panel.services.live import release_of


@service_page(Permission.READ, to_change=Permission.PUBLISH)
def publish(request: ServiceRequest) -> HttpResponse:
    found = unfinished(request)
    if found is None:
        return redirect("templates", slug=request.service.slug)
    if found.step is not Step.PUBLISH:
        return redirect("onboarding", slug=request.service.slug)
    error = ""
    if request.method == "POST":
        try:
            publish_in_shadow(found, by=request.user)
        except FirstlineError as refusal:
            error = str(refusal)
        else:
            messages.success(request, _("The service answers in shadow now."))
            return redirect("onboarding-done", slug=request.service.slug)
    context = {"error": error, **_scorecard(found)}
    status = 422 if error else 200
    return render_step(
        request, "onboarding/publish.html", context, step=Step.PUBLISH, status=status
    )


def _scorecard(onboarding: Onboarding) -> dict[str, Any]:
    """What the release would do if its topics were let: in shadow its own numbers are all zero."""
    history = onboarding.history
    trained = history.trained if history else None
    if trained is None or not trained.result:
        return {}
    release = release_of(onboarding.service, trained.result["release"])
    return {"history": history, "outcome": outcome_of(release)}


@service_page(Permission.READ)
def done(request: ServiceRequest) -> HttpResponse:
    """Say how to ask it, and what comes next."""
    address = request.build_absolute_uri(f"/services/{request.service.slug}/v1/answer")
    return render_step(request, "onboarding/done.html", {"address": address}, step=Step.PUBLISH)
