"""The page of one trigger: edit it, remove it, take an edit back."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import (
    Edit,
    EditConflict,
    Edited,
    as_text,
    edited_content,
    mark_of,
    save_item,
    save_items,
)
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind, Revision
from firstline.panel.content.rows import state_of
from firstline.panel.content.views.editing import orders_offered
from firstline.panel.triggers.forms import TriggerForm, filled_from, read_form
from firstline.workspace.items import Item

SHOWN_REVISIONS = 10
_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def trigger(request: ServiceRequest, trigger_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    item = _item_or_404(edited, trigger_id)
    if request.method != "POST":
        if item is None:
            return _page(request, trigger_id, edited, None, seen=mark_of(None))
        form = filled_from(item, edited.service)
        return _page(request, trigger_id, edited, form, seen=mark_of(item))
    form, seen = read_form(request.POST, trigger_id, edited.service), request.POST.get("seen", "")
    if form.checked.value is None or form.rule.is_unfinished:
        return _page(request, trigger_id, edited, form, seen=seen, status=_REFUSED)
    try:
        save_item(request.service, _edit(request, trigger_id, form.item), seen=seen)
    except EditConflict as conflict:
        theirs = {"theirs": as_text(conflict.theirs), "by": conflict.by}
        seen, status = mark_of(conflict.theirs), HTTPStatus.CONFLICT
        return _page(request, trigger_id, edited, form, seen=seen, status=status, conflict=theirs)
    return _saved(request, form)


def _item_or_404(edited: Edited, trigger_id: str) -> Item | None:
    """Return a trigger as the draft has it; `None` where the draft removes it."""
    item: Item | None = edited.body(Kind.TRIGGER, trigger_id)
    if item is None and edited.item(Kind.TRIGGER, trigger_id) is None:
        raise Http404
    return item


def _edit(request: ServiceRequest, trigger_id: str, body: Item | None) -> Edit:
    return Edit(kind=Kind.TRIGGER, key=trigger_id, body=body, by=request.user)


def _saved(request: ServiceRequest, form: TriggerForm) -> HttpResponse:
    if form.checked.count:
        words = _("Saved in the draft. It cannot be published before its problems are solved.")
        messages.warning(request, words)
    else:
        messages.success(request, _("Saved in the draft."))
    return redirect("triggers-one", request.service.slug, form.item["id"])


def _page(
    request: ServiceRequest,
    trigger_id: str,
    edited: Edited,
    form: TriggerForm | None,
    *,
    seen: str,
    status: int = HTTPStatus.OK,
    conflict: dict[str, str] | None = None,
) -> HttpResponse:
    item = edited.item(Kind.TRIGGER, trigger_id)
    saved = Revision.objects.filter(service=request.service, kind=Kind.TRIGGER, key=trigger_id)
    context = {
        "trigger_id": trigger_id,
        "form": form,
        "seen": seen,
        "state": state_of(item),
        "draft_item": item,
        "live_item": item_in(edited.live.service, Kind.TRIGGER, trigger_id),
        "revisions": saved.select_related("by")[:SHOWN_REVISIONS],
        "orders": orders_offered(request, edited),
        "conflict": conflict,
        **rule_words(request),
    }
    return render(request, "triggers/one.html", context, status=status)


def rule_words(request: ServiceRequest) -> dict[str, object]:
    """Say where the rule editor sends what was edited, and what its rule is one of."""
    address = reverse("triggers-rule", args=(request.service.slug,))
    return {"rule_address": address, "is_trigger": True}


@service_page(Permission.PROPOSE)
def new(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    if request.method != "POST":
        form = filled_from({"id": "", "name": ""}, edited.service)
        return _new_page(request, edited, form)
    trigger_id = request.POST.get("id", "").strip()
    form = read_form(request.POST, trigger_id, edited.service)
    if form.checked.value is None or form.rule.is_unfinished:
        return _new_page(request, edited, form, status=_REFUSED)
    try:
        save_item(request.service, _edit(request, trigger_id, form.item), seen=mark_of(None))
    except EditConflict:
        words = _("there is a trigger “%s” already; choose another id") % trigger_id
        return _new_page(request, edited, form, status=_REFUSED, id_error=words)
    return _saved(request, form)


def _new_page(
    request: ServiceRequest,
    edited: Edited,
    form: TriggerForm,
    *,
    status: int = HTTPStatus.OK,
    id_error: str = "",
) -> HttpResponse:
    context = {
        "trigger_id": "",
        "form": form,
        "is_new": True,
        "is_first_look": request.method != "POST",
        "id_error": id_error,
        "orders": orders_offered(request, edited),
        **rule_words(request),
    }
    return render(request, "triggers/one.html", context, status=status)


@require_POST
@service_page(Permission.READ)
def rule(request: ServiceRequest) -> HttpResponse:
    """Convert the rule of a form; nothing is saved, so who may read may try."""
    form = read_form(request.POST, "new", edited_content(request.service).service)
    context = {"rule": form.rule, "builder": form.builder, "is_answer": True}
    return render(request, "content/_rule_answer.html", context | rule_words(request))


@require_POST
@service_page(Permission.PROPOSE)
def remove(request: ServiceRequest, trigger_id: str) -> HttpResponse:
    """Remove a trigger in the draft, where it can be undone until it is published."""
    item = _item_or_404(edited_content(request.service), trigger_id)
    edit, key = _edit(request, trigger_id, None), (Kind.TRIGGER, trigger_id)
    save_items(request.service, [edit], seen={key: mark_of(item)})
    messages.success(request, _("%s is removed in the draft.") % trigger_id)
    return redirect("triggers", request.service.slug)


@require_POST
@service_page(Permission.PROPOSE)
def undo(request: ServiceRequest, trigger_id: str) -> HttpResponse:
    """Take an edit out of the draft: the trigger is again as it is live."""
    edited = edited_content(request.service)
    item = _item_or_404(edited, trigger_id)
    live: Item | None = item_in(edited.live.service, Kind.TRIGGER, trigger_id)
    edit, key = _edit(request, trigger_id, live), (Kind.TRIGGER, trigger_id)
    if save_items(request.service, [edit], seen={key: mark_of(item)}):
        record(Action.UNDONE, f"trigger {trigger_id}", by=request.user, service=request.service)
    messages.success(request, _("The edit is undone: the draft has what is live."))
    if live is None:
        return redirect("triggers", request.service.slug)
    return redirect("triggers-one", request.service.slug, trigger_id)
