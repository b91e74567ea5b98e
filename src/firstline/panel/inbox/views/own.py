"""What agents choose for themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission


@require_POST
@service_page(Permission.ANSWER)
def letters(request: ServiceRequest) -> HttpResponse:
    """Switch commands by a single letter on or off, for oneself."""
    request.user.has_letter_keys = request.POST.get("letters") == "on"
    request.user.save(update_fields=("has_letter_keys",))
    return redirect("inbox", request.service.slug)
