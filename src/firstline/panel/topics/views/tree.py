"""The tree, or its topics as a list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from firstline.domain.topics import Line, Mode
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.services.scorecards import last_scorecard
from firstline.panel.topics.forms import FilterForm
from firstline.panel.topics.nodes import ORDERS, filtered, flat, nodes_of, passes, walk
from firstline.panel.topics.wording import LINES, MODES, WHAT_TO_SHOW

EVERY = 100
UNFOLDED = {"all": EVERY, "none": 0}
"""What the address asks for → levels that show what is below them."""


@service_page(Permission.READ)
def topics(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    scorecard = last_scorecard(request.service)
    pauses = request.service.folder.store.pauses.in_force()
    nodes = nodes_of(edited, scorecard, pauses)
    filters = FilterForm(request.GET).filters()
    context = {
        "filters": filters,
        "leaves": len(edited.service.topics.leaves),
        "scorecard": scorecard,
        "lines": [(line.value, LINES[line]) for line in Line],
        "modes": [(mode.value, MODES[mode]) for mode in Mode],
        "kinds": WHAT_TO_SHOW.items(),
        "address": reverse("topics-one", args=(request.service.slug, "-")).removesuffix("-/"),
    }
    if request.GET.get("view") != "list":
        found = filtered(nodes, filters)
        levels = UNFOLDED.get(request.GET.get("unfold", ""), EVERY if filters.is_narrow else 1)
        steps = list(walk(found, unfolded=levels))
        return render(request, "topics/tree.html", {**context, "steps": steps})
    rows = [node for node in flat(nodes) if passes(node, filters)]
    page = page_of(request, sorted_by(request, rows, ORDERS))
    return render(request, "topics/list.html", {**context, "page": page})
