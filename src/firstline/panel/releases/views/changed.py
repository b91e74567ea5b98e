"""The inquiries that a draft would treat otherwise: by kind, page by page."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from firstline.domain.impacts import Impact
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.releases.candidates import current_candidate
from firstline.panel.releases.impacts import Shown, kinds, shown
from firstline.panel.releases.prepared import PERIODS, prepared_of
from firstline.panel.releases.views.draft import days_of

PER_PAGE = 20
ORDERS: Mapping[str, Callable[[Shown], datetime]] = {"received": lambda sample: sample.received_at}


@service_page(Permission.READ)
def changed(request: ServiceRequest) -> HttpResponse:
    """Show what was kept of them: `?days=…&kind=…`, one of `kinds`."""
    days, kind = days_of(request), request.GET.get("kind", "")
    impact = _impact(request, days)
    found = kinds(impact) if impact else {}
    samples = shown(impact, kind) if impact else []
    context = {
        "days": days,
        "periods": PERIODS,
        "impact": impact,
        "kind": kind,
        "all": found.get(kind, 0) if kind else sum(found.values()),
        "page": page_of(request, sorted_by(request, samples, ORDERS), per_page=PER_PAGE),
    }
    return render(request, "releases/changed.html", context)


def _impact(request: ServiceRequest, days: int) -> Impact | None:
    candidate = current_candidate(request.service, edited_content(request.service))
    outlook = prepared_of(candidate.job.result if candidate else None).outlook(days)
    return outlook.impact if outlook else None
