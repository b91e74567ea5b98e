"""Add people to a service, change what they are in it, and let them go."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import PERMISSIONS, Permission, Role
from firstline.panel.audit.log import Action, record
from firstline.panel.services.models import HostedService


class MembershipRefused(FirstlineError):
    """A change of who works in a service that is not allowed; nothing was changed."""


def add_member(service: HostedService, email: str, *, role: Role, by: User | None) -> Membership:
    """Let a person work in a service; an account is made where there is none.

    Args:
        service: where.
        email: of the person.
        role: what they are there.
        by: a member who may manage it; `None`: whoever has the command line.

    Raises:
        MembershipRefused: they are a member already, or the role is more than `by` may give.
    """
    with _changing(service):
        _check_may_give(service, role, by=by)
        user = User.objects.of(email) or User.objects.make(email)
        if not user.is_active:
            raise MembershipRefused(_("The account of %(person)s is closed.") % {"person": user})
        if service.memberships.filter(user=user).exists():
            words = _("%(person)s is a member already; change the role in the list.")
            raise MembershipRefused(words % {"person": user.email})
        membership = Membership.objects.create(user=user, service=service, role=role)
        _note(membership, by=by, before="", after=str(role))
    return membership


def change_role(membership: Membership, role: Role, *, by: User | None) -> None:
    """Make somebody something else in a service.

    Raises:
        MembershipRefused: it is the last owner, or the role is more than `by` may give.
    """
    with _changing(membership.service):
        membership.refresh_from_db()
        before = membership.role
        if before == role:
            return
        _check_may_give(membership.service, role, by=by)
        _check_may_give(membership.service, Role(before), by=by)
        if role != Role.OWNER:
            _check_owner_is_left(membership)
        membership.role = role
        membership.save(update_fields=("role",))
        _note(membership, by=by, before=before, after=str(role))


def remove_member(membership: Membership, *, by: User | None) -> None:
    """End a membership; the account and what it did stay.

    Raises:
        MembershipRefused: it is the last owner, or `by` may not manage the service.
    """
    with _changing(membership.service):
        membership.refresh_from_db()
        _check_may_give(membership.service, Role(membership.role), by=by)
        _check_owner_is_left(membership)
        _note(membership, by=by, before=membership.role, after="")
        membership.delete()


def may_see_link(service: HostedService, user: User, *, by: User) -> bool:
    """Say whether an owner may be shown the link that sets a new person's password.

    Only while nobody has taken the account up, and if all services that it is in are theirs:
    an owner of another one may have invited the same person.
    """
    if user.has_joined:
        return False
    of_others = user.memberships.exclude(
        service__in=by.memberships.filter(role=Role.OWNER).values("service")
    )
    return service.memberships.filter(user=user).exists() and not of_others.exists()


@contextmanager
def _changing(service: HostedService) -> Iterator[None]:
    """Let two changes of a service's people follow each other, so that an owner is left."""
    with transaction.atomic():
        HostedService.objects.select_for_update().get(pk=service.pk)
        yield


def _check_may_give(service: HostedService, role: Role, *, by: User | None) -> None:
    if by is None:
        return
    own = service.memberships.filter(user=by).first()
    if own is None or not own.may(Permission.MANAGE) or not _covers(own, role):
        raise MembershipRefused(_("You cannot give or take rights that you do not have."))


def _covers(own: Membership, role: Role) -> bool:
    return PERMISSIONS[role] <= PERMISSIONS[Role(own.role)]


def _check_owner_is_left(membership: Membership) -> None:
    others = membership.service.memberships.filter(role=Role.OWNER).exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        words = _("A service needs an owner. Make somebody else one first.")
        raise MembershipRefused(words)


def _note(membership: Membership, *, by: User | None, before: str, after: str) -> None:
    record(
        Action.MEMBER_CHANGED,
        f"member {membership.user.email}",
        by=by,
        service=membership.service,
        before=before and f"role: {before}",
        after=after and f"role: {after}",
    )
