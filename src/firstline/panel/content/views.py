"""Lists and editors of topics and templates."""

from django.http import HttpResponse
from django.shortcuts import render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.lists import page_of, sorted_by


@service_page(Permission.READ)
def templates(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    rows = sorted_by(request, edited.service.templates, {"id": lambda t: t.id})
    return render(request, "content/templates.html", {"page": page_of(request, rows)})


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def template(request: ServiceRequest, template_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    return render(request, "content/template.html", {"template_id": template_id, "edited": edited})


@service_page(Permission.READ)
def topics(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    return render(request, "content/topics.html", {"topics": edited.service.topics})
