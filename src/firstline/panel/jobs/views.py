"""Jobs as pages; a running one refreshes itself."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.jobs.kinds import in_words, may_run_again, shown_at
from firstline.panel.jobs.models import State
from firstline.panel.jobs.queue import ask_again
from firstline.panel.lists import ordered_by, page_of

TOOK = F("finished_at") - F("started_at")
ORDERS = {
    "newest": ("-asked_at",),
    "kind": ("kind", "-asked_at"),
    "state": ("state", "-asked_at"),
    "took": (TOOK.asc(nulls_first=True), "-asked_at"),
}


@service_page(Permission.READ)
def jobs(request: ServiceRequest) -> HttpResponse:
    found = request.service.jobs.select_related("asked_by")
    there = found.order_by("kind").values_list("kind", flat=True).distinct()
    for name in ("state", "kind"):
        if wanted := request.GET.get(name):
            found = found.filter(**{name: wanted})
    context = {
        "page": page_of(request, ordered_by(request, found, ORDERS)),
        "kinds": sorted(((kind, in_words(kind)) for kind in there), key=lambda pair: pair[1]),
        "states": State.choices,
    }
    return render(request, "jobs/list.html", context)


@service_page(Permission.READ)
def job(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.service.jobs.select_related("asked_by"), pk=job_id)
    context = {
        "job": found,
        "shown_at": shown_at(found, request.membership),
        "may_run_again": may_run_again(found, request.membership),
    }
    return render(request, "jobs/one.html", context)


@require_POST
@service_page(Permission.READ)
def again(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    """Let a failed job run once more, by whoever might have asked for it."""
    found = get_object_or_404(request.service.jobs, pk=job_id)
    if found.state == State.FAILED and not may_run_again(found, request.membership):
        raise PermissionDenied
    ask_again(found, by=request.user)
    return redirect("jobs-one", request.service.slug, found.pk)
