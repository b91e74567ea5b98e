"""The draft on its way to being live, and the versions that were."""

from django.http import HttpResponse
from django.shortcuts import render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.lists import page_of


@service_page(Permission.READ)
def publish(request: ServiceRequest) -> HttpResponse:
    return render(request, "releases/publish.html", {"edited": edited_content(request.service)})


@service_page(Permission.READ)
def versions(request: ServiceRequest) -> HttpResponse:
    found = request.service.publications.select_related("by")
    return render(request, "releases/versions.html", {"page": page_of(request, found)})
