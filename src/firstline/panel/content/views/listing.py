"""The list of templates."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.rows import Filters, ItemState, TemplateRow, template_rows
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.usage.counts import catch_up, uses_by_template

ORDERS: Mapping[str, Callable[[TemplateRow], Any]] = {
    "id": lambda row: row.template.id,
    "topics": lambda row: (row.topics.lower(), row.template.id),
    "popularity": lambda row: row.popularity,
    "used_in": lambda row: row.used_in,
    "problems": lambda row: row.problems,
}
STATES = (
    ("", _("any")),
    ("edited", _("edited in the draft")),
    (ItemState.NEW, _("new")),
    (ItemState.CHANGED, _("changed")),
    (ItemState.REMOVED, _("removed")),
)


@service_page(Permission.READ)
def templates(request: ServiceRequest) -> HttpResponse:
    edited = edited_content(request.service)
    filters = _filters(request)
    page = page_of(request, sorted_by(request, template_rows(edited, filters), ORDERS))
    catch_up(request.service)
    uses = uses_by_template(request.service, [row.template.id for row in page])
    context = {
        "page": page,
        "filters": filters,
        "topics": edited.service.topics,
        "states": STATES,
        "uses": uses,
        "is_any_sent": any(sum(use.weeks) for use in uses.values()),
        "problems": len(edited.problems),
    }
    return render(request, "content/templates.html", context)


def _filters(request: ServiceRequest) -> Filters:
    said = request.GET
    return Filters(
        words=said.get("q", "").strip()[:200],
        topic=said.get("topic", ""),
        state=said.get("state", ""),
        has_problems=said.get("problems") == "1",
    )
