"""What people do about a draft: publish, approve, send back, undo, discard, settle clashes."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.mails import base_address
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import Edit, edited_content, save_item
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind
from firstline.panel.releases import publishing
from firstline.panel.releases.asking import ask_for_publication
from firstline.panel.releases.candidates import current_candidate
from firstline.panel.releases.clashes import clashes_of, keep_mine, take_theirs
from firstline.panel.releases.forms import (
    AskForm,
    ClashForm,
    Marked,
    PublishForm,
    SendBackForm,
    UndoForm,
)
from firstline.panel.releases.refusals import FormRefused, NotReady, Stale
from firstline.panel.releases.views.draft import draft_page


def read(form: Form) -> Mapping[str, Any]:
    """Take what a form says.

    Raises:
        FormRefused: it cannot be used; nothing was changed.
    """
    if not form.is_valid():
        raise FormRefused(form)
    return form.cleaned_data


@service_page(Permission.READ, to_change=Permission.PUBLISH)
@require_POST
def publish(request: ServiceRequest) -> HttpResponse:
    said = read(PublishForm(request.POST))
    try:
        published = publishing.publish_draft(
            request.service,
            request.membership,
            mark=said["mark"],
            note=said["note"],
            override_reason=said["override_reason"],
        )
    except NotReady as error:
        return _not_published(request, str(error), said)
    digest = published.release[:12]
    messages.success(request, _("Release %(digest)s is live.") % {"digest": digest})
    return redirect("versions", slug=request.service.slug)


def _not_published(request: ServiceRequest, why: str, said: Mapping[str, Any]) -> HttpResponse:
    """Show the draft as it is now, and what was typed, so that nothing is lost."""
    messages.error(request, _("Not published: %(why)s") % {"why": why})
    for typed in filter(None, (said["note"], said["override_reason"])):
        messages.info(request, _("You wrote: %(typed)s") % {"typed": typed})
    return draft_page(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@service_page(Permission.READ, to_change=Permission.PUBLISH)
@require_POST
def approve(request: ServiceRequest) -> HttpResponse:
    said = read(Marked(request.POST))
    candidate = current_candidate(request.service, edited_content(request.service))
    if candidate is None or candidate.mark != said["mark"]:
        raise Stale
    publishing.approve(request.service, candidate, by=request.user)
    messages.success(request, _("You approved this draft. The next edit voids that."))
    return _back(request)


@service_page(Permission.READ, to_change=Permission.PROPOSE)
@require_POST
def ask(request: ServiceRequest) -> HttpResponse:
    """Ask who may publish to do it."""
    said = read(AskForm(request.POST))
    ask_for_publication(
        request.service,
        by=request.user,
        mark=said["mark"],
        note=said["note"],
        base=base_address(request),
    )
    messages.success(request, _("You asked for publication. The next edit takes that back."))
    return _back(request)


@service_page(Permission.READ, to_change=Permission.PUBLISH)
@require_POST
def send_back(request: ServiceRequest) -> HttpResponse:
    said = read(SendBackForm(request.POST))
    publishing.send_back(request.service, by=request.user, note=said["note"])
    messages.success(request, _("The draft is sent back for revision."))
    return _back(request)


@service_page(Permission.READ, to_change=Permission.PROPOSE)
@require_POST
def discard(request: ServiceRequest) -> HttpResponse:
    said = read(Marked(request.POST))
    publishing.discard(request.service, by=request.user, mark=said["mark"])
    messages.success(request, _("The draft is discarded. The history of each item still has it."))
    return _back(request)


@service_page(Permission.READ, to_change=Permission.PROPOSE)
@require_POST
def undo(request: ServiceRequest) -> HttpResponse:
    """Make one item as it is live again."""
    said = read(UndoForm(request.POST))
    service, kind = request.service, Kind(said["kind"])
    live = item_in(edited_content(service).live.service, kind, said["key"])
    edit = Edit(kind=kind, key=said["key"], body=live, by=request.user)
    save_item(service, edit, seen=said["mark"])
    messages.success(request, _("%(key)s is as it is live again.") % {"key": said["key"]})
    return _back(request)


@service_page(Permission.READ, to_change=Permission.PROPOSE)
@require_POST
def settle(request: ServiceRequest) -> HttpResponse:
    """Choose between the draft's version of an item and the published one."""
    said = read(ClashForm(request.POST))
    choose = keep_mine if said["keep"] == "mine" else take_theirs
    with transaction.atomic():
        for clash in clashes_of(edited_content(request.service)):
            if (clash.item.kind, clash.item.key) == (said["kind"], said["key"]):
                if clash.mark != said["mark"]:
                    raise Stale
                choose(request.service, clash, by=request.user)
    return _back(request)


def _back(request: ServiceRequest) -> HttpResponse:
    return redirect("publish", slug=request.service.slug)
