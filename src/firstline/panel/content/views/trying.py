"""Try a template on an inquiry: its rule leaf by leaf, then the decision."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from firstline.domain.errors import FirstlineError
from firstline.domain.facts import Fact
from firstline.domain.templates import Template
from firstline.domain.topics import TopicTree
from firstline.journal.reader import JournalReader
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content import saving
from firstline.panel.content.checking import checked
from firstline.panel.content.drafts import Edited, edited_content
from firstline.panel.content.editor_pages import FactField, fact_field
from firstline.panel.content.fact_values import as_stored
from firstline.panel.content.orders import DECISION, Order, customers, of_entry, typed_in
from firstline.panel.content.past import Past, past_of
from firstline.panel.content.trial_words import outcome_of
from firstline.panel.content.trying import Trial, try_on
from firstline.panel.content.views.editing import read_page
from firstline.panel.services.models import HostedService
from firstline.rules import parse
from firstline.rules.tree import facts_of_rule

PER_PAGE = 20
SEARCHED = 2_000  # newest decisions, about 40 ms
UNNAMED = "new"
HISTORY = "history"
"""As the address says that inquiries of the history are asked for."""


@require_POST
@service_page(Permission.READ)
def trial(request: ServiceRequest) -> HttpResponse:
    """Try the form as it stands, without saving it."""
    edited = edited_content(request.service)
    page = read_page(request.POST, request.POST.get("template", "") or UNNAMED, {}, edited)
    template = page.checked.value if page.rule.is_fine else None
    with past_of(request.service) as past:
        order = past.find(request.POST.get("trial", ""), edited.live)
    context = _tried(order, template, edited, request.service)
    return render(request, "content/_trial.html", context)


def _tried(
    order: Order | None, template: Template | None, edited: Edited, service: HostedService
) -> dict[str, Any]:
    context: dict[str, Any] = {"order": order, "is_rule": template is not None}
    if order is None or template is None:
        return context
    try:
        tried = try_on(order, template, edited, service)
    except FirstlineError as error:  # such as an encoder that is not here
        return context | {"failure": str(error)}
    return context | {"tried": tried, **_outcomes(tried, template, edited.service.topics)}


def _outcomes(tried: Trial, template: Template, topics: TopicTree) -> dict[str, Any]:
    return {
        "outcome": outcome_of(tried.decision, template.id, topics) if tried.decision else None,
        "before": outcome_of(tried.then, template.id, topics) if tried.then else None,
    }


@service_page(Permission.READ)
def inquiries(request: ServiceRequest, template_id: str) -> HttpResponse:
    """Choose an inquiry, or write one, and see what the draft makes of it."""
    edited = edited_content(request.service)
    item = saving.current_item(edited, template_id)
    if item is None:
        raise Http404
    template = checked(item, edited.service).value
    said = request.GET
    with past_of(request.service) as past:
        order = _order(said, edited, past)
        listed = _listed(said, past)
    context = {
        "template_id": template_id,
        "customers": customers(edited.live),
        "words": said.get("q", ""),
        "searched": SEARCHED,
        "written": said.get("text", ""),
        "facts": _fact_fields(said, template, edited),
        **listed,
        **_tried(order, template, edited, request.service),
    }
    return render(request, "content/try.html", context)


def _order(said: QueryDict, edited: Edited, past: Past) -> Order | None:
    if text := said.get("text", "").strip():
        facts = {
            str(fact.name): value
            for fact in edited.service.schema
            if (value := _typed(said, fact, edited)) is not None
        }
        return typed_in(text, facts, at=timezone.now())
    name, _, number = said.get("order", "").partition("#")
    order = past.find(name, edited.live)
    return order.with_message(int(number)) if order and number.isdecimal() else order


def _typed(said: QueryDict, fact: Fact, edited: Edited) -> object:
    return as_stored(fact, said.getlist(f"fact-{fact.name}"), None, zone=edited.service.zone)


def _listed(said: QueryDict, past: Past) -> dict[str, Any]:
    """Read one page of past inquiries, the newest first, or those with some words.

    They are of the history where that is asked for, or where no customer has written yet.
    """
    is_history = past.history is not None and (said.get("of") == HISTORY or not past.journal)
    found, older = _found(said, past, past.history if is_history else past.journal)
    return {
        "past": found,
        "older": older,
        "is_history": is_history,
        "has_both": bool(past.journal and past.history),
    }


def _found(
    said: QueryDict, past: Past, reader: JournalReader | None
) -> tuple[list[Order], int | None]:
    """Find past inquiries, and the place from which older ones can be listed."""
    if reader is None:
        return [], None
    if words := said.get("q", "").strip()[:200]:
        if one := past.find(f"{DECISION}:{words}", None):
            return [one], None
        entries = reader.newest_about(words, within=SEARCHED, limit=PER_PAGE)
        return [of_entry(entry) for _, entry in entries], None
    before = said.get("before", "")
    entries = reader.newest(before=int(before) if before.isdecimal() else None, limit=PER_PAGE)
    older = entries[-1][0] if len(entries) == PER_PAGE else None
    return [of_entry(entry) for _, entry in entries], older


def _fact_fields(
    said: QueryDict, template: Template | None, edited: Edited
) -> dict[str, list[FactField]]:
    asked = set(facts_of_rule(parse(template.rule))) if template and _is_rule(template) else set()
    fields: dict[str, list[FactField]] = {"asked": [], "others": []}
    for fact in edited.service.schema:
        kind = "asked" if fact.name in asked else "others"
        fields[kind].append(fact_field(fact, _typed(said, fact, edited)))
    return fields


def _is_rule(template: Template) -> bool:
    try:
        parse(template.rule)
    except FirstlineError:
        return False
    return True
