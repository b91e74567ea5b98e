"""What became of one template, save by save, and the way back."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content import saving
from firstline.panel.content.checking import checked
from firstline.panel.content.drafts import as_text, edited_content, mark_of
from firstline.panel.content.models import Kind, Revision
from firstline.panel.lists import page_of


@service_page(Permission.READ)
def history(request: ServiceRequest, template_id: str) -> HttpResponse:
    page = page_of(request, _revisions(request, template_id), per_page=20)
    now = saving.current_item(edited_content(request.service), template_id)
    if not page.paginator.count and now is None:
        raise Http404
    steps = [
        {
            "revision": revision,
            "before": as_text(revision.before),
            "after": as_text(revision.after),
            "is_now": revision.after == now,
        }
        for revision in page
    ]
    context = {"template_id": template_id, "page": page, "steps": steps}
    return render(request, "content/history.html", context)


def _revisions(request: ServiceRequest, template_id: str) -> "QuerySet[Revision]":
    found = Revision.objects.filter(service=request.service, kind=Kind.TEMPLATE, key=template_id)
    return found.select_related("by")


@require_POST
@service_page(Permission.PROPOSE)
def restore(request: ServiceRequest, template_id: str, revision_id: int) -> HttpResponse:
    """Save a template once more as it was after one of its revisions."""
    revision = get_object_or_404(_revisions(request, template_id), pk=revision_id)
    edited = edited_content(request.service)
    now = saving.current_item(edited, template_id)
    if revision.after is not None and checked(revision.after, edited.service).value is None:
        messages.error(request, _("This version cannot be read any more; copy what you need."))
        return redirect("templates-history", request.service.slug, template_id)
    saving.save(request.service, template_id, revision.after, by=request.user, seen=mark_of(now))
    messages.success(request, _("The earlier version is in the draft again."))
    return redirect("templates-one", request.service.slug, template_id)


@require_POST
@service_page(Permission.PROPOSE)
def undo(request: ServiceRequest, template_id: str) -> HttpResponse:
    """Take an edit out of the draft: the template is again as it is live."""
    edited = edited_content(request.service)
    now, live = saving.current_item(edited, template_id), saving.live_item(edited, template_id)
    if saving.save(request.service, template_id, live, by=request.user, seen=mark_of(now)):
        record(Action.UNDONE, f"template {template_id}", by=request.user, service=request.service)
    messages.success(request, _("The edit is undone: the draft has what is live."))
    if live is None:
        return redirect("templates", request.service.slug)
    return redirect("templates-one", request.service.slug, template_id)
