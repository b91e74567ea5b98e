"""Pages: the connection of a service, a try of it, who looked, and what agents do with facts."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.errors import FirstlineError
from firstline.domain.services import Service
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.customer_data.connecting import connect
from firstline.panel.customer_data.describing import as_text
from firstline.panel.customer_data.forms import DataSourceForm
from firstline.panel.customer_data.looking_up import note_access, refresh
from firstline.panel.customer_data.models import DataSource
from firstline.panel.customer_data.trying import Trial, tried
from firstline.panel.customer_data.updating import update_fact
from firstline.panel.lists import page_of
from firstline.panel.services.live import live_release


@service_page(Permission.MANAGE)
def source(request: ServiceRequest) -> HttpResponse:
    """Show and change where facts are looked up; what cannot work is not kept."""
    content, kept = _content(request), _kept(request)
    before = as_text(kept)
    facts = tuple(content.schema)
    form = DataSourceForm(facts, request.POST or None, instance=kept)
    if request.method != "POST":
        return _page(request, form)
    if form.is_valid():
        _check(form, content)
    if not form.is_valid():
        return _page(request, form, status=422)
    with transaction.atomic():
        form.save()
        if (after := as_text(form.instance)) != before:
            _record(request, Action.SETTINGS_CHANGED, before=before, after=after)
    messages.success(request, _("Saved."))
    return redirect("customer-data", slug=request.service.slug)


def _check(form: DataSourceForm, content: Service) -> None:
    """Make the connection as it would be, without asking for anything."""
    try:
        connect(form.instance, content).close()
    except FirstlineError as error:
        form.add_error(None, str(error))


@require_POST
@service_page(Permission.MANAGE)
def try_it(request: ServiceRequest) -> HttpResponse:
    """Look one customer up as a conversation would, and show what came of it."""
    content, kept = _content(request), _kept(request)
    customer_id = request.POST.get("customer_id", "").strip()[:200]
    if kept.pk is None:
        raise Http404
    trial = tried(kept, content, customer_id)
    if trial.found:
        note_access(kept, customer_id, trial.found, by=request.user)
    _record(request, Action.CUSTOMER_DATA_READ, note=f"customer {customer_id}")
    return _page(request, DataSourceForm(tuple(content.schema), instance=kept), trial)


@service_page(Permission.MANAGE)
def accesses(request: ServiceRequest) -> HttpResponse:
    found = request.service.data_accesses.select_related("by")
    return render(request, "customer_data/accesses.html", {"page": page_of(request, found)})


@require_POST
@service_page(Permission.ANSWER)
def refresh_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation = get_object_or_404(request.service.conversations, pk=conversation_id)
    if refresh(conversation, by=request.user) is None:
        messages.warning(request, _("No system is connected, so nothing can be looked up."))
    return redirect("inbox-one", request.service.slug, conversation.pk)


@require_POST
@service_page(Permission.ANSWER)
def update_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation = get_object_or_404(request.service.conversations, pk=conversation_id)
    name, value = request.POST.get("fact", ""), request.POST.get("value", "").strip()
    try:
        update_fact(conversation, name[:100], value, by=request.user)
    except FirstlineError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Updated."))
    return redirect("inbox-one", request.service.slug, conversation.pk)


def _content(request: ServiceRequest) -> Service:
    release = live_release(request.service)
    if release is None:
        raise Http404
    return release.service


def _kept(request: ServiceRequest) -> DataSource:
    found = DataSource.objects.select_related("service").filter(service=request.service).first()
    return found or DataSource(service=request.service)


def _page(
    request: ServiceRequest, form: DataSourceForm, trial: Trial | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "trial": trial, "has_source": form.instance.pk is not None}
    return render(request, "customer_data/source.html", context, status=status)


def _record(request: ServiceRequest, action: Action, **words: str) -> None:
    record(action, "customer data", by=request.user, service=request.service, **words)
