"""Where annotating begins: the queues, and how many wait in each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.annotation.filling import JOB, ask_to_fill, is_stale, plan_of
from firstline.panel.annotation.forms import PlanForm
from firstline.panel.annotation.models import AnnotationPlan
from firstline.panel.annotation.next_items import queue_states, show_skipped_again
from firstline.panel.audit.log import Action, record


@service_page(Permission.ANNOTATE)
def queues(request: ServiceRequest) -> HttpResponse:
    """Show the queues; the first look of the day also asks for what is new."""
    plan = plan_of(request.service)
    if request.service.folder.journal.exists() and is_stale(plan, timezone.now()):
        ask_to_fill(plan)
    return _page(request, plan, PlanForm(initial=_initial(plan)))


def _page(request: ServiceRequest, plan: AnnotationPlan, form: PlanForm) -> HttpResponse:
    job = request.service.jobs.filter(kind=JOB).first()
    context = {
        "plan": plan,
        "form": form,
        "states": queue_states(request.service, request.user),
        "job": job,
        "is_looking": job is not None and not job.is_over,
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "annotation/_queues.html" if is_part else "annotation/queues.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def _initial(plan: AnnotationPlan) -> dict[str, float]:
    return {
        "audit_percent": round(100 * plan.audit_share, 2),
        "twice_percent": round(100 * plan.twice_share, 2),
    }


@require_POST
@service_page(Permission.ANNOTATE)
def look(request: ServiceRequest) -> HttpResponse:
    ask_to_fill(plan_of(request.service))
    return redirect("annotate", request.service.slug)


@require_POST
@service_page(Permission.ANNOTATE)
def again(request: ServiceRequest, queue: str) -> HttpResponse:
    show_skipped_again(request.service, queue, request.user)
    return redirect("annotate-next", request.service.slug, queue)


@require_POST
@service_page(Permission.ANNOTATE, to_change=Permission.TRAIN)
def settings(request: ServiceRequest) -> HttpResponse:
    """Change how much is audited and shown twice; what is queued already stays."""
    plan, form = plan_of(request.service), PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, form)
    before = _words(plan)
    plan.audit_share = form.cleaned_data["audit_percent"] / 100
    plan.twice_share = form.cleaned_data["twice_percent"] / 100
    plan.save(update_fields=("audit_share", "twice_share"))
    record(
        Action.SETTINGS_CHANGED,
        "annotation",
        by=request.user,
        service=request.service,
        before=before,
        after=_words(plan),
    )
    messages.success(request, _("It counts for decisions from now on."))
    return redirect("annotate", request.service.slug)


def _words(plan: AnnotationPlan) -> str:
    return f"audited: {plan.audit_share:.1%}\nshown to two people: {plan.twice_share:.1%}\n"
