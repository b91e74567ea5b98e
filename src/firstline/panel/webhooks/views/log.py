"""What was sent, and what became of it."""

import json
from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of
from firstline.panel.webhooks.endpoints import kept_endpoints
from firstline.panel.webhooks.events import EventKind
from firstline.panel.webhooks.models import Delivery, Endpoint, State


@service_page(Permission.MANAGE)
def deliveries(request: ServiceRequest) -> HttpResponse:
    """List deliveries, the newest first."""
    context = {
        "page": page_of(request, _matching(_all(request), request.GET.dict())),
        "endpoints": kept_endpoints(request.service),
        "states": State.choices,
        "kinds": EventKind.choices,
        "asked": request.GET,
    }
    return render(request, "webhooks/log.html", context)


def _matching(found: "QuerySet[Delivery]", asked: Mapping[str, str]) -> "QuerySet[Delivery]":
    """Keep what an address asks for; what it asks nonsense for is not asked."""
    if (endpoint := asked.get("endpoint", "")).isdecimal():
        found = found.filter(endpoint__in=Endpoint.objects.filter(pk=int(endpoint)))
    if asked.get("state") in State.values:
        found = found.filter(state=asked["state"])
    if asked.get("event") in EventKind.values:
        found = found.filter(event__kind=asked["event"])
    return found


@service_page(Permission.MANAGE)
def delivery(request: ServiceRequest, delivery_id: int) -> HttpResponse:
    found = delivery_of(request, delivery_id)
    body = json.dumps(json.loads(found.event.body), indent=2, ensure_ascii=False)
    context = {"delivery": found, "body": body, "attempts": found.attempts.all()}
    return render(request, "webhooks/delivery.html", context)


def delivery_of(request: ServiceRequest, delivery_id: int) -> Delivery:
    return get_object_or_404(_all(request), pk=delivery_id)


def _all(request: ServiceRequest) -> "QuerySet[Delivery]":
    kept = Delivery.objects.filter(endpoint__in=kept_endpoints(request.service))
    return kept.select_related("event", "endpoint")
