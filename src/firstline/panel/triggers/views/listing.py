"""The list of triggers."""

from django.http import HttpResponse
from django.shortcuts import render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.triggers.rows import trigger_rows


@service_page(Permission.READ)
def triggers(request: ServiceRequest) -> HttpResponse:
    rows = trigger_rows(edited_content(request.service))
    return render(request, "triggers/list.html", {"rows": rows})
