"""The buttons of an endpoint and of a delivery."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.webhooks.endpoints import (
    end_rotation,
    pause,
    resume,
    rotate,
    send_dead_again,
    send_one_again,
    send_test,
)
from firstline.panel.webhooks.views.endpoints import endpoint_of, with_secret
from firstline.panel.webhooks.views.log import delivery_of


@require_POST
@service_page(Permission.MANAGE)
def pause_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    pause(endpoint_of(request, endpoint_id), by=request.user)
    return _back(request, endpoint_id)


@require_POST
@service_page(Permission.MANAGE)
def resume_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    resume(endpoint_of(request, endpoint_id), by=request.user)
    return _back(request, endpoint_id)


@never_cache
@require_POST
@service_page(Permission.MANAGE)
def rotate_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    secret = rotate(endpoint_of(request, endpoint_id), by=request.user)
    return with_secret(request, endpoint_of(request, endpoint_id), secret)


@require_POST
@service_page(Permission.MANAGE)
def end_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    end_rotation(endpoint_of(request, endpoint_id), by=request.user)
    messages.success(request, _("Only the newest secret is valid now."))
    return _back(request, endpoint_id)


@require_POST
@service_page(Permission.MANAGE)
def test_it(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    """Leave a test for the worker, and show what becomes of it."""
    delivery = send_test(endpoint_of(request, endpoint_id), by=request.user)
    return redirect("webhooks-delivery", request.service.slug, delivery.pk)


@require_POST
@service_page(Permission.MANAGE)
def send_dead(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    endpoint = endpoint_of(request, endpoint_id)
    count = send_dead_again(endpoint, by=request.user, now=timezone.now())
    words = ngettext("%(n)d event is sent again.", "%(n)d events are sent again.", count)
    messages.success(request, words % {"n": count})
    return _back(request, endpoint_id)


@require_POST
@service_page(Permission.MANAGE)
def send_again(request: ServiceRequest, delivery_id: int) -> HttpResponse:
    send_one_again(delivery_of(request, delivery_id), by=request.user, now=timezone.now())
    return redirect("webhooks-delivery", request.service.slug, delivery_id)


def _back(request: ServiceRequest, endpoint_id: int) -> HttpResponse:
    return redirect("webhooks-one", request.service.slug, endpoint_id)
