"""Services and people that are there from the start."""

from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from firstline.domain.errors import FirstlineError
from firstline.hosting.example_people import EXAMPLE_PASSWORD, EXAMPLE_PEOPLE
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.log import Action, record
from firstline.panel.services.models import HostedService


class SlugTaken(FirstlineError):
    """Another service has this name in its addresses."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"another service is called `{slug}`; choose a name with --slug")


def register(folder: Path, *, slug: str = "", title: str = "") -> HostedService:
    """Let the panel know the service in a folder; harmless when it does.

    Raises:
        SlugTaken: another folder has this name.
    """
    path = folder.absolute()
    found = HostedService.objects.filter(path=str(path)).first()
    if found:
        return found
    slug = slugify(slug or path.name.replace("_", "-"))[:60] or "service"
    if HostedService.objects.filter(slug=slug).exists():
        raise SlugTaken(slug)
    title = title or slug.replace("-", " ").capitalize()
    with transaction.atomic():
        service = HostedService.objects.create(slug=slug, title=title, path=str(path))
        record(Action.SERVICE_MADE, f"service {slug}", by=None, service=service, after=str(path))
    return service


def add_example_people(service: HostedService) -> None:
    """Add one person of each role, for a demo that only this machine reaches."""
    for role, name in EXAMPLE_PEOPLE.items():
        email = f"{role.value.replace('_', '-')}@example.com"
        user = User.objects.filter(username=email).first()
        if user is None:
            owns = role is Role.OWNER
            user = User.objects.make(
                email, password=EXAMPLE_PASSWORD, name=name, may_make_services=owns
            )
        Membership.objects.get_or_create(user=user, service=service, defaults={"role": role})
