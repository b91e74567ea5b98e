"""The page of key numbers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.models import Line
from firstline.panel.insights.kpis import kpis

PERIODS = (1, 7, 30, 90)
"""Days."""
SHOWN_FIRST = 7


@service_page(Permission.READ)
def insights(request: ServiceRequest) -> HttpResponse:
    """Show the numbers: `?days=…&line=…`; the page asks for them anew, so that they are live."""
    asked, line = request.GET.get("days", ""), request.GET.get("line", "")
    days = int(asked) if asked in map(str, PERIODS) else SHOWN_FIRST
    line = line if line in Line.values else ""
    context = {
        "kpis": kpis(request.service, days=days, now=timezone.now(), line=line),
        "days": days,
        "periods": PERIODS,
        "line": line,
        "lines": Line.choices,
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "insights/_numbers.html" if is_part else "insights/insights.html"
    return render(request, template, context)
