"""What annotations say: observed precision, and whether people agree."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.annotation.agreement import agreement_of
from firstline.panel.annotation.audits import DELTA, audits_of
from firstline.panel.services.live import live_release

PERIODS = {"7": 7, "30": 30, "90": 90}


@service_page(Permission.READ)
def audits(request: ServiceRequest) -> HttpResponse:
    days = PERIODS.get(request.GET.get("days", ""))
    live = live_release(request.service)
    is_of_live = request.GET.get("release") == "live"
    context = {
        "audits": audits_of(
            request.service,
            live,
            since=timezone.now() - timedelta(days=days) if days else None,
            release=live.digest if live and is_of_live else "",
        ),
        "days": days,
        "periods": PERIODS.values(),
        "is_of_live": is_of_live,
        "sure": 1 - DELTA,
    }
    return render(request, "annotation/audits.html", context)


@service_page(Permission.READ)
def agreement(request: ServiceRequest) -> HttpResponse:
    context = {"agreement": agreement_of(request.service)}
    return render(request, "annotation/agreement.html", context)
