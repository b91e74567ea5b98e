"""The endpoints of a service: listed, made, edited, removed."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of
from firstline.panel.webhooks.endpoints import change, kept_endpoints, make, remove
from firstline.panel.webhooks.forms import EndpointForm
from firstline.panel.webhooks.models import Endpoint, State

NEWEST = 10
"""Deliveries on an endpoint's page; the log has all."""


@service_page(Permission.MANAGE)
def webhooks(request: ServiceRequest) -> HttpResponse:
    dead = Count("deliveries", filter=Q(deliveries__state=State.DEAD))
    found = kept_endpoints(request.service).annotate(dead=dead).order_by("pk")
    return render(request, "webhooks/list.html", {"page": page_of(request, found)})


@never_cache
@service_page(Permission.MANAGE)
def new(request: ServiceRequest) -> HttpResponse:
    """Make an endpoint; its secret is shown once."""
    form = EndpointForm(request.POST or None, instance=Endpoint(service=request.service))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    endpoint = form.save(commit=False)
    return with_secret(request, endpoint, make(endpoint, by=request.user))


@service_page(Permission.MANAGE)
def edit(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    form = EndpointForm(request.POST or None, instance=endpoint_of(request, endpoint_id))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    change(form.save(commit=False), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("webhooks-one", request.service.slug, endpoint_id)


def _form(request: ServiceRequest, form: EndpointForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "webhooks/form.html", {"form": form}, status=status)


@service_page(Permission.MANAGE)
def one(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    return _page(request, endpoint_of(request, endpoint_id))


def with_secret(request: ServiceRequest, endpoint: Endpoint, secret: str) -> HttpResponse:
    """Show an endpoint, and the secret that nobody sees again."""
    return _page(request, endpoint, secret)


def _page(request: ServiceRequest, endpoint: Endpoint, secret: str = "") -> HttpResponse:
    deliveries = endpoint.deliveries.select_related("event")
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "newest": deliveries[:NEWEST],
        "dead": deliveries.filter(state=State.DEAD).count(),
    }
    return render(request, "webhooks/one.html", context)


@service_page(Permission.MANAGE)
def remove_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    """Ask first: what waits for it is then never sent."""
    endpoint = endpoint_of(request, endpoint_id)
    if request.method != "POST":
        return render(request, "webhooks/remove.html", {"endpoint": endpoint})
    remove(endpoint, by=request.user, now=timezone.now())
    return redirect("webhooks", request.service.slug)


def endpoint_of(request: ServiceRequest, endpoint_id: int) -> Endpoint:
    return get_object_or_404(kept_endpoints(request.service), pk=endpoint_id)
