"""The list of canned replies, and one of them."""

from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.canned.forms import CannedForm
from firstline.panel.canned.models import CannedReply
from firstline.panel.lists import page_of
from firstline.panel.services.live import live_release


@service_page(Permission.READ)
def canned(request: ServiceRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\x00", "").strip()
    found = request.service.canned_replies.all()
    if asked:
        is_named = Q(name__icontains=asked) | Q(tags__icontains=asked)
        found = found.filter(is_named | Q(texts__icontains=asked))
    context = {"page": page_of(request, found), "asked": asked}
    return render(request, "canned/list.html", context)


@service_page(Permission.CANNED)
def new(request: ServiceRequest) -> HttpResponse:
    return _edit(request, CannedReply(service=request.service))


@service_page(Permission.CANNED)
def one(request: ServiceRequest, canned_id: int) -> HttpResponse:
    return _edit(request, _canned(request, canned_id))


def _canned(request: ServiceRequest, canned_id: int) -> CannedReply:
    return get_object_or_404(request.service.canned_replies, pk=canned_id)


def _edit(request: ServiceRequest, reply: CannedReply) -> HttpResponse:
    live = live_release(request.service)
    content = live.service if live else None
    before = reply.as_text() if reply.pk else ""
    form = CannedForm(
        request.POST or None,
        reply,
        languages=content.languages if content else ("en",),
        facts=frozenset(fact.name for fact in content.schema) if content else frozenset(),
    )
    if request.method == "POST" and form.is_valid():
        _save(request, form, before)
        return redirect("canned", request.service.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "canned/one.html", {"form": form}, status=status)


def _save(request: ServiceRequest, form: CannedForm, before: str) -> None:
    with transaction.atomic():
        reply = form.save()
        _note(request, reply, before=before, after=reply.as_text())
    messages.success(request, _("Saved."))


@require_POST
@service_page(Permission.CANNED)
def remove(request: ServiceRequest, canned_id: int) -> HttpResponse:
    reply = _canned(request, canned_id)
    with transaction.atomic():
        _note(request, reply, before=reply.as_text(), after="")
        reply.delete()
    messages.success(request, _("Removed."))
    return redirect("canned", request.service.slug)


def _note(request: ServiceRequest, reply: CannedReply, *, before: str, after: str) -> None:
    record(
        Action.EDITED if after else Action.REMOVED,
        f"canned reply {reply.name}",
        by=request.user,
        service=request.service,
        before=before,
        after=after,
    )
