"""Proofs about the rule that is being edited, asked for after the page is there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.proofs import proved
from firstline.panel.content.views.editing import read_page

UNNAMED = "new"


@require_POST
@service_page(Permission.READ)
def proofs(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    template_id = request.POST.get("template", "") or UNNAMED
    page = read_page(request.POST, template_id, {}, edited)
    template = page.checked.value if page.rule.is_fine else None
    context = {"proofs": proved(template, edited) if template else None}
    return render(request, "content/_proofs.html", context)
