"""The people of a service, for its owners."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.mails import base_address, password_link, send_invitation
from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission, Role
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.people.forms import InvitationForm, RoleForm
from firstline.panel.people.members import (
    MembershipRefused,
    add_member,
    change_role,
    may_see_link,
    remove_member,
)
from firstline.panel.people.rights import TITLES, rights_of_roles


@service_page(Permission.MANAGE)
def people(request: ServiceRequest) -> HttpResponse:
    """List the members; a POST adds one."""
    if request.method != "POST":
        return _list(request, InvitationForm())
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    try:
        membership = add_member(request.service, email, role=role, by=request.user)
    except MembershipRefused as error:
        form.add_error("email", str(error))
        return _list(request, form, status=422)
    return _invite(request, membership)


@service_page(Permission.MANAGE)
@require_POST
def set_role(request: ServiceRequest, member_id: int) -> HttpResponse:
    membership = _member(request, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such role."))
        return _list(request, InvitationForm(), status=422)
    try:
        change_role(membership, Role(form.cleaned_data["role"]), by=request.user)
    except MembershipRefused as error:
        messages.error(request, str(error))
        return _list(request, InvitationForm(), status=422)
    words = _("%(person)s is now: %(role)s.")
    told = {"person": membership.user, "role": membership.get_role_display()}
    messages.success(request, words % told)
    return _to_list(request)


@service_page(Permission.MANAGE)
def remove(request: ServiceRequest, member_id: int) -> HttpResponse:
    """Ask first; what a person did stays in the log."""
    membership = _member(request, member_id)
    context = {"member": membership, "is_oneself": membership.user_id == request.user.pk}
    if request.method != "POST":
        return render(request, "people/remove.html", context)
    try:
        remove_member(membership, by=request.user)
    except MembershipRefused as error:
        context["error"] = str(error)
        return render(request, "people/remove.html", context, status=422)
    words = _("%(person)s is no member any more.")
    messages.success(request, words % {"person": membership.user})
    return redirect("home") if context["is_oneself"] else _to_list(request)


@service_page(Permission.MANAGE)
@require_POST
def invite_again(request: ServiceRequest, member_id: int) -> HttpResponse:
    return _invite(request, _member(request, member_id))


def _invite(request: ServiceRequest, membership: Membership) -> HttpResponse:
    """Mail a person how to get in; where no mail leaves, show the link to be handed over."""
    user, base = membership.user, base_address(request)
    was_sent = send_invitation(user, request.service, base) and settings.MAIL is not None
    if not was_sent and may_see_link(request.service, user, by=request.user):
        context = {"member": membership, "link": password_link(user, base)}
        return render(request, "people/invited.html", context)
    words = _("%(person)s was added and got a mail.") if was_sent else _("%(person)s was added.")
    messages.success(request, words % {"person": user})
    return _to_list(request)


def _to_list(request: ServiceRequest) -> HttpResponse:
    return redirect("people", slug=request.service.slug)


def _member(request: ServiceRequest, member_id: int) -> Membership:
    members = request.service.memberships.select_related("user", "service")
    return get_object_or_404(members, pk=member_id)


ORDERS: Mapping[str, Callable[[Membership], Any]] = {
    "person": lambda member: str(member.user).lower(),
    "email": lambda member: member.user.email,
    "role": lambda member: list(Role).index(Role(member.role)),
    "seen": lambda member: member.user.last_login.timestamp() if member.user.last_login else 0,
}


def _list(request: ServiceRequest, form: InvitationForm, *, status: int = 200) -> HttpResponse:
    asked = request.GET.get("q", "").strip().lower()
    found = [
        member
        for member in request.service.memberships.select_related("user")
        if asked in f"{member.user.name} {member.user.email}".lower()
        and request.GET.get("role", "") in ("", member.role)
    ]
    context = {
        "page": page_of(request, sorted_by(request, found, ORDERS)),
        "form": form,
        "roles": Role.choices,
        "permissions": TITLES.values(),
        "rights": rights_of_roles(),
        "asked": asked,
    }
    return render(request, "people/list.html", context, status=status)
