"""People of the panel, for the command line: whoever has it may do anything."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.mails import base_address, password_link, send_invitation
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.log import Action, record
from firstline.panel.people.members import add_member, change_role
from firstline.panel.services.models import HostedService


class NoSuchThing(FirstlineError):
    """A service or role that the command line named and that there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    words: str
    link: str
    """Sets the password; empty where a mail has left, or somebody has set one."""


def add_person(email: str, *, service: str, role: str, may_make_services: bool) -> Added:
    """Let a person into the panel, with a role in a service or only to make new ones.

    Raises:
        NoSuchThing: there is no such service or role.
        MembershipRefused: the last owner would become less.
    """
    if not (service or may_make_services):
        raise NoSuchThing("name what this person gets: --service, --make-services, or both")
    hosted = _service(service) if service else None
    with transaction.atomic():
        user = User.objects.of(email) or User.objects.make(email)
        if hosted:
            _give_role(hosted, user, _role(role))
        if may_make_services:
            _let_make_services(user)
    return _tell(user, hosted)


def _service(slug: str) -> HostedService:
    found = HostedService.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(HostedService.objects.values_list("slug", flat=True)) or "none yet"
        raise NoSuchThing(f"there is no service `{slug}`; those that are there: {known}")
    return found


def _role(name: str) -> Role:
    if name not in Role.values:
        raise NoSuchThing(f"there is no role `{name}`; take one of {', '.join(Role.values)}")
    return Role(name)


def _give_role(service: HostedService, user: User, role: Role) -> None:
    member = service.memberships.filter(user=user).first()
    if member:
        change_role(member, role, by=None)
    else:
        add_member(service, user.email, role=role, by=None)


def _let_make_services(user: User) -> None:
    if not user.may_make_services:
        user.may_make_services = True
        user.save(update_fields=("may_make_services",))
        after = "may_make_services: True"
        record(Action.ACCOUNT_CHANGED, f"account {user.email}", by=None, after=after)


def _tell(user: User, service: HostedService | None) -> Added:
    base = base_address()
    was_sent = settings.MAIL is not None and send_invitation(user, service, base)
    link = "" if was_sent or user.has_joined else password_link(user, base)
    where = f" in {service.slug}" if service else ""
    told = "; a mail is on its way" if was_sent else ""
    return Added(words=f"{user.email} may work{where}{told}", link=link)


def people(service: str) -> Iterator[tuple[str, ...]]:
    """List each account: address, name, last sign-in, what it may do where."""
    users = User.objects.order_by("email").prefetch_related("memberships__service")
    if service:
        users = users.filter(memberships__service=_service(service))
    for user in users:
        roles = [_of(membership) for membership in user.memberships.all()]
        may = [*roles, *(["makes services"] if user.may_make_services else [])]
        seen = f"{user.last_login:%Y-%m-%d %H:%M}" if user.last_login else "never"
        yield user.email, user.name, seen, ", ".join(may)


def _of(membership: Membership) -> str:
    return f"{membership.role} of {membership.service.slug}"
