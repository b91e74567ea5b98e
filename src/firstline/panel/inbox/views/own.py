"""What agents choose for themselves, and owners for them."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.inbox.forms import SkillsForm
from firstline.panel.inbox.models import Skills
from firstline.panel.inbox.skills import skills_of
from firstline.panel.services.live import live_release


@require_POST
@service_page(Permission.ANSWER)
def letters(request: ServiceRequest) -> HttpResponse:
    """Switch commands by a single letter on or off, for oneself."""
    request.user.has_letter_keys = request.POST.get("letters") == "on"
    request.user.save(update_fields=("has_letter_keys",))
    return redirect("inbox", request.service.slug)


@service_page(Permission.ANSWER)
def skills(request: ServiceRequest, member_id: int) -> HttpResponse:
    """Choose what somebody answers best: one's own, or as who manages the service."""
    members = request.service.memberships.select_related("user", "service")
    member = get_object_or_404(members, pk=member_id)
    if member.pk != request.membership.pk and not request.membership.may(Permission.MANAGE):
        raise PermissionDenied(Permission.MANAGE)
    found, live = skills_of(member), live_release(request.service)
    before = _as_text(found)
    form = SkillsForm(request.POST or None, skills=found, content=live.service if live else None)
    if request.method == "POST" and form.is_valid():
        form.fill(found)
        _save(request, found, before)
        return redirect("inbox", request.service.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "inbox/skills.html", {"form": form, "member": member}, status=status)


def _save(request: ServiceRequest, chosen: Skills, before: str) -> None:
    with transaction.atomic():
        chosen.save()
        record(
            Action.MEMBER_CHANGED,
            f"member {chosen.member.user.email}",
            by=request.user,
            service=request.service,
            before=before,
            after=_as_text(chosen),
        )
    messages.success(request, _("Saved."))


def _as_text(skills: Skills) -> str:
    parts = {"topics": skills.topics, "languages": skills.languages, "lines": skills.lines}
    return "\n".join(f"{name}: {', '.join(chosen)}" for name, chosen in parts.items())
