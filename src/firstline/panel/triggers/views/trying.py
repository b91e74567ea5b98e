"""Try a trigger as it stands in its form, without saving it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.past import past_of
from firstline.panel.triggers.forms import read_form
from firstline.panel.triggers.proofs import says_nothing
from firstline.panel.triggers.trials import LOOKED_AT, try_on, try_on_past


@require_POST
@service_page(Permission.READ)
def trial(request: ServiceRequest) -> HttpResponse:
    """Try it on a message that was typed in, or on an inquiry, with the facts of that one."""
    edited = edited_content(request.service)
    trigger = read_form(request.POST, "new", edited.service).trigger
    with past_of(request.service) as past:
        order = past.find(request.POST.get("trial", ""), edited.live)
    context: dict[str, Any] = {"trigger": trigger, "order": order}
    if trigger and order:
        inquiry, is_known = order.inquiry.typed_as_far_as_known(edited.service)
        text = request.POST.get("trial-text", "").strip() or inquiry.text
        tried = try_on(trigger, edited.service, replace(inquiry, text=text))
        context |= {"text": text, "facts_are_known": is_known, "tried": tried}
    return render(request, "triggers/_trial.html", context)


@require_POST
@service_page(Permission.READ)
def past(request: ServiceRequest) -> HttpResponse:
    """Say how many past inquiries would have set it off, and whether any ever can."""
    content = edited_content(request.service).service
    trigger = read_form(request.POST, "new", content).trigger
    with past_of(request.service) as past:
        reader = past.journal or past.history
        tried = try_on_past(trigger, content, reader) if trigger and reader else None
    context: dict[str, Any] = {"trigger": trigger, "tried": tried, "looked_at": LOOKED_AT}
    if trigger:
        context["says_nothing"] = says_nothing(trigger, content.schema)
    return render(request, "triggers/_past.html", context)
