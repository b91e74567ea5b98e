"""Jobs as pages; a running one refreshes itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of


@service_page(Permission.READ)
def jobs(request: ServiceRequest) -> HttpResponse:
    found = request.service.jobs.select_related("asked_by")
    return render(request, "jobs/list.html", {"page": page_of(request, found)})


@service_page(Permission.READ)
def job(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    found = get_object_or_404(request.service.jobs, pk=job_id)
    template = "jobs/_progress.html" if request.headers.get("HX-Request") else "jobs/one.html"
    return render(request, template, {"job": found})
