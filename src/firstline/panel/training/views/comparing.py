"""Old against new: two releases on the same held-out inquiries."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of
from firstline.panel.training.asking import ask_to_compare
from firstline.panel.training.forms import CompareForm
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.names import names_for
from firstline.panel.training.results import COMPARED
from firstline.panel.training.shown import shown_comparison
from firstline.panel.training.summaries import remember_new


@service_page(Permission.READ, to_change=Permission.TRAIN)
def compare(request: ServiceRequest) -> HttpResponse:
    remember_new(request.service)
    form = CompareForm(request.POST or None, service=request.service, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        job = ask_to_compare(request.service, form.comparing, by=request.user)
        return redirect("models-comparison", request.service.slug, job.pk)
    past = request.service.jobs.filter(kind=ModelJob.COMPARE).select_related("asked_by")
    context = {"form": form, "page": page_of(request, past)}
    return render(request, "training/compare.html", context, status=422 if form.is_bound else 200)


def _initial(request: ServiceRequest) -> dict[str, str | None]:
    live = request.service.folder.store.live()
    newest = request.service.release_summaries.exclude(digest=live or "").first()
    new = request.GET.get("new") or (newest.digest if newest else None)
    return {"old": request.GET.get("old") or live, "new": new}


@service_page(Permission.READ)
def comparison(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    job = get_object_or_404(request.service.jobs, pk=job_id, kind=ModelJob.COMPARE)
    compared = COMPARED.validate_python(job.result) if job.result else None
    shown = shown_comparison(compared.comparison, compared.target) if compared else None
    context: dict[str, object] = {"job": job, "compared": compared, "shown": shown}
    if compared:
        context["names"] = names_for(request.service, compared.comparison)
    is_part = bool(request.headers.get("HX-Request"))
    template = "training/_comparison.html" if is_part else "training/comparison.html"
    return render(request, template, context)
