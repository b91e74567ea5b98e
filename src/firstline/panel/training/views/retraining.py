"""Retrain now, or once a week."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import NothingLive, has_edits
from firstline.panel.lists import page_of
from firstline.panel.services.live import live_release
from firstline.panel.training.asking import RETRAINING, Retraining, ask_to_retrain, under_way
from firstline.panel.training.forms import RetrainForm, ScheduleForm
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.models import RetrainingSchedule
from firstline.panel.training.names import names_for
from firstline.panel.training.results import RETRAINED
from firstline.panel.training.schedules import end_schedule, set_schedule
from firstline.panel.training.shown import shown_comparison
from firstline.panel.training.words import OMITTED


@service_page(Permission.READ, to_change=Permission.TRAIN)
def retrain(request: ServiceRequest) -> HttpResponse:
    form = RetrainForm(request.POST or None, service=request.service)
    if request.method == "POST" and form.is_valid():
        _may_publish(request, form.retraining)
        job = ask_to_retrain(request.service, form.retraining, by=request.user)
        return redirect("models-retraining", request.service.slug, job.pk)
    return _page(request, form, _schedule_form(request))


def _page(request: ServiceRequest, form: RetrainForm, schedule_form: ScheduleForm) -> HttpResponse:
    past = request.service.jobs.filter(kind=ModelJob.RETRAIN).select_related("asked_by")
    context = {
        "form": form,
        "schedule": _schedule(request),
        "schedule_form": schedule_form,
        "has_draft": has_edits(request.service),
        "running": under_way(request.service, ModelJob.RETRAIN),
        "page": page_of(request, past),
    }
    is_wrong = form.is_bound or schedule_form.is_bound
    return render(request, "training/retrain.html", context, status=422 if is_wrong else 200)


def _may_publish(request: ServiceRequest, retraining: Retraining) -> None:
    """Only who may publish may let a release go live by rule."""
    if retraining.publish and not request.membership.may(Permission.PUBLISH):
        raise PermissionDenied(Permission.PUBLISH)


def _schedule(request: ServiceRequest) -> RetrainingSchedule | None:
    found = RetrainingSchedule.objects.filter(service=request.service)
    return found.select_related("set_by").first()


def _schedule_form(request: ServiceRequest) -> ScheduleForm:
    schedule = _schedule(request)
    if schedule is None:
        return ScheduleForm(service=request.service, prefix="weekly")
    retraining = RETRAINING.validate_python(schedule.parameters)
    initial = {
        "weekday": schedule.weekday,
        "hour": schedule.hour,
        "publish": retraining.publish,
        "journal": retraining.material.journal,
        "history": retraining.material.history,
        "columns": retraining.material.columns,
        "days": retraining.material.days,
    }
    return ScheduleForm(service=request.service, prefix="weekly", initial=initial)


@require_POST
@service_page(Permission.READ, to_change=Permission.TRAIN)
def schedule(request: ServiceRequest) -> HttpResponse:
    if "off" in request.POST:
        end_schedule(request.service, by=request.user)
        messages.success(request, _("It is no longer retrained by itself."))
        return redirect("models-retrain", request.service.slug)
    form = ScheduleForm(request.POST, service=request.service, prefix="weekly")
    if not form.is_valid():
        return _page(request, RetrainForm(service=request.service), form)
    _may_publish(request, form.retraining)
    live = live_release(request.service)
    if live is None:
        raise NothingLive
    set_schedule(
        request.service,
        form.retraining,
        weekday=form.cleaned_data["weekday"],
        hour=form.cleaned_data["hour"],
        zone=live.service.time_zone,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("It is retrained every week."))
    return redirect("models-retrain", request.service.slug)


@service_page(Permission.READ)
def retraining(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    job = get_object_or_404(request.service.jobs, pk=job_id, kind=ModelJob.RETRAIN)
    result = RETRAINED.validate_python(job.result) if job.result else None
    context = {
        "job": job,
        "result": result,
        "shown": shown_comparison(result.comparison, result.target) if result else None,
        "names": names_for(request.service, result.comparison) if result else None,
        "omitted": [(OMITTED[why], n) for why, n in result.omitted.items()] if result else [],
        "is_live": result is not None and request.service.folder.store.live() == result.release,
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "training/_retraining.html" if is_part else "training/retraining.html"
    return render(request, template, context)
