"""Remove a template, after a look at what rests on it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from firstline.domain.templates import TemplateId
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content import saving
from firstline.panel.content.drafts import EditConflict, edited_content, mark_of
from firstline.panel.content.used_in import uses_of
from firstline.panel.usage.counts import use_of


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def remove(request: ServiceRequest, template_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    item = saving.current_item(edited, template_id)
    if item is None:
        raise Http404
    seen, status = mark_of(item), HTTPStatus.OK
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            saving.retire(request.service, template_id, edited, by=request.user, seen=seen)
        except EditConflict as error:
            messages.error(request, str(error))
            seen, status = mark_of(item), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("%s is removed in the draft.") % template_id)
            return redirect("templates", request.service.slug)
    context = {
        "template_id": template_id,
        "seen": seen,
        "uses": uses_of(TemplateId(template_id), edited.service, edited.live),
        "use": use_of(request.service, template_id),
    }
    return render(request, "content/remove.html", context, status=status)
