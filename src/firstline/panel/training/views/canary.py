"""Try a release on a share of the traffic."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.jobs.queue import ask
from firstline.panel.training.asking import under_way
from firstline.panel.training.forms import CanaryForm
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.promoting import start_canary, stop_canary
from firstline.panel.training.results import CANARY_SEEN
from firstline.panel.training.summaries import remember_new
from firstline.release.canaries import Canary


@service_page(Permission.READ, to_change=Permission.TRAIN)
def canary(request: ServiceRequest) -> HttpResponse:
    """Show the canary, or start one."""
    remember_new(request.service)
    initial = {"release": request.GET.get("release")}
    form = CanaryForm(request.POST or None, service=request.service, initial=initial)
    if request.method == "POST" and form.is_valid():
        digest, share = form.cleaned_data["release"], form.cleaned_data["share"] / 100
        start_canary(request.service, digest, share=share, by=request.user)
        words = _("Release %(release)s answers its share within a second.")
        messages.success(request, words % {"release": digest[:12]})
        return redirect("models-canary", request.service.slug)
    canaries = request.service.folder.store.canaries
    running = canaries.running()
    context = {
        "form": form,
        "running": running,
        "live": request.service.folder.store.live(),
        "last_stop": None if running else canaries.last_stop(),
        **_status(request, running),
    }
    return render(request, "training/canary.html", context, status=422 if form.is_bound else 200)


def _status(request: ServiceRequest, running: Canary | None) -> dict[str, object]:
    """Find what the judge said last of this canary."""
    if running is None:
        return {}
    asked = request.service.jobs.filter(
        kind=ModelJob.CANARY_STATUS, asked_at__gte=running.started_at
    )
    done = asked.filter(result__isnull=False).first()
    latest = asked.first()
    return {
        "seen": CANARY_SEEN.validate_python(done.result) if done else None,
        "seen_at": done.finished_at if done else None,
        "job": latest if latest and not latest.is_over else None,
        "failed": latest if latest and latest.error else None,
    }


@require_POST
@service_page(Permission.READ)
def look(request: ServiceRequest) -> HttpResponse:
    """Ask the judge; it reads what the journal holds since the canary began."""
    if under_way(request.service, ModelJob.CANARY_STATUS) is None:
        ask(ModelJob.CANARY_STATUS, request.service, by=request.user)
    return redirect("models-canary", request.service.slug)


@require_POST
@service_page(Permission.READ, to_change=Permission.TRAIN)
def stop(request: ServiceRequest) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:500] or "stopped by hand"
    stop_canary(request.service, reason=reason, by=request.user)
    messages.success(request, _("The canary is stopped; the live release answers everything."))
    return redirect("models-canary", request.service.slug)
