"""Services and people that are there from the start."""

from pathlib import Path

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.services.models import HostedService

EXAMPLE_PASSWORD = "first line demo"  # noqa: S105 - printed by the demo for everybody
EXAMPLE_PEOPLE = {
    Role.OWNER: "Olga Owner",
    Role.PUBLISHER: "Pavel Publisher",
    Role.SPECIALIST: "Sana Specialist",
    Role.AGENT: "Aiko Agent",
    Role.ML_ENGINEER: "Emre Engineer",
    Role.ANALYST: "Ana Analyst",
    Role.AUDITOR: "Audrey Auditor",
}


def register(folder: Path) -> HostedService:
    """Let the panel know the service in a folder; harmless when it does."""
    path = folder.absolute()
    found = HostedService.objects.filter(path=str(path)).first()
    if found:
        return found
    slug = folder.name.lower().replace("_", "-")
    title = slug.replace("-", " ").capitalize()
    return HostedService.objects.create(slug=slug, title=title, path=str(path))


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
