"""The audit log as a page."""

from django.http import HttpResponse
from django.shortcuts import render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.models import AuditEntry
from firstline.panel.lists import page_of


@service_page(Permission.AUDIT)
def audit(request: ServiceRequest) -> HttpResponse:
    entries = AuditEntry.objects.filter(service=request.service)
    return render(request, "audit/list.html", {"page": page_of(request, entries)})
