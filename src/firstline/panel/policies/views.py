"""The settings of a service, for its owners."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.policies.forms import PolicyForm
from firstline.panel.services.models import HostedService


@service_page(Permission.MANAGE)
def settings(request: ServiceRequest) -> HttpResponse:
    service = HostedService.objects.get(pk=request.service.pk)  # the form writes into it
    before = as_text(service)
    form = PolicyForm(request.POST or None, instance=service)
    if request.method != "POST":
        return render(request, "policies/settings.html", {"form": form})
    if not form.is_valid():
        return render(request, "policies/settings.html", {"form": form}, status=422)
    with transaction.atomic():
        form.save()
        if as_text(service) != before:
            record(
                Action.SETTINGS_CHANGED,
                "settings of the service",
                by=request.user,
                service=request.service,
                before=before,
                after=as_text(service),
            )
    messages.success(request, _("Saved."))
    return redirect("settings", slug=request.service.slug)


def as_text(service: HostedService) -> str:
    return "\n".join(
        (
            f"title: {service.title}",
            f"needs_second_person: {service.needs_second_person}",
            f"accepted_coverage_loss: {service.accepted_coverage_loss:g}",
            f"accepted_precision_loss: {service.accepted_precision_loss:g}",
            f"held_out: {service.held_out:g}",
        )
    )
