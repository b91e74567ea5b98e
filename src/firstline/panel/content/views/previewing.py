"""Texts as a customer would read them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.past import past_of
from firstline.panel.content.previews import previews


@require_POST
@service_page(Permission.READ)
def preview(request: ServiceRequest) -> HttpResponse:
    """Fill the texts of a form in with the facts of an order that it names."""
    edited = edited_content(request.service)
    content = edited.service
    with past_of(request.service) as past:
        order = past.find(request.POST.get("order", ""), edited.live)
    facts, is_known = order.facts(content) if order else ({}, True)
    languages = (name.removeprefix("text-") for name in request.POST if name.startswith("text-"))
    texts = {code: request.POST.get(f"text-{code}", "") for code in languages}
    context = {
        "previews": previews(texts, facts, content),
        "order": order,
        "facts_are_known": is_known,
    }
    return render(request, "content/_previews.html", context)
