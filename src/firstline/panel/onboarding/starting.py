"""Begin an onboarding, or give it up."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.log import Action, record
from firstline.panel.onboarding.models import Onboarding
from firstline.panel.services.models import HostedService

LONGEST_SLUG = 40  # leaves room for what marks a closed one


class NameTaken(FirstlineError):
    """A name that cannot become the address of a service."""


class NoRoom(FirstlineError):
    """The disk takes no more, or refuses."""


class AlreadyLive(FirstlineError):
    def __init__(self) -> None:
        super().__init__("this service answers already; its onboarding is over")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    title: str
    files: Mapping[str, str]
    """Checked."""


def slug_of(title: str) -> str:
    """Make the part of an address that a title gives; it may be empty."""
    return slugify(title)[:LONGEST_SLUG].strip("-")


def start(new: NewService, *, by: User) -> Onboarding:
    """Make a service that its maker owns, with the content that its first training will use.

    Raises:
        NameTaken: another service has this name.
        NoRoom: its folder cannot be made.
    """
    slug = slug_of(new.title)
    folder = Path(settings.PANEL.folder).absolute() / "services" / slug
    if not slug or folder.exists():
        raise NameTaken(_why_not(slug))
    try:
        with transaction.atomic():
            onboarding = _rows(new, slug, folder, by)
            folder.mkdir(parents=True, mode=0o700)
    except IntegrityError as error:
        raise NameTaken(_why_not(slug)) from error
    except OSError as error:
        raise NoRoom(f"no folder could be made for the service: {error.strerror}") from error
    return onboarding


def _why_not(slug: str) -> str:
    if not slug:
        return "a name needs some letters or digits of the Latin alphabet, for its address"
    return f"there is a service at the address `{slug}` already; choose another name"


def _rows(new: NewService, slug: str, folder: Path, by: User) -> Onboarding:
    service = HostedService.objects.create(slug=slug, title=new.title, path=str(folder))
    Membership.objects.create(user=by, service=service, role=Role.OWNER)
    record(Action.SERVICE_MADE, f"service {slug}", by=by, service=service, after=new.title)
    return Onboarding.objects.create(service=service, by=by, files=dict(new.files))


def replace_files(onboarding: Onboarding, files: Mapping[str, str], *, by: User) -> None:
    """Take other files in place of those brought first; what was checked must be checked again.

    Raises:
        AlreadyLive: what is live is edited in the draft instead.
    """
    with transaction.atomic():
        _refuse_if_live(onboarding)
        record(
            Action.IMPORTED,
            "files of the service",
            by=by,
            service=onboarding.service,
            before="\n".join(onboarding.files.values()),
            after="\n".join(files.values()),
        )
        onboarding.files = dict(files)
        onboarding.save(update_fields=("files",))
        onboarding.service.histories.update(checked=None, trained=None)


def give_up(onboarding: Onboarding, *, by: User) -> None:
    """Close a service that never answered: its data goes, its name is free, the log stays.

    Raises:
        AlreadyLive: it answers.
    """
    service = onboarding.service
    folder = service.folder.path
    with transaction.atomic():
        _refuse_if_live(onboarding)
        record(Action.SERVICE_CLOSED, f"service {service.slug}", by=by, service=service)
        service.memberships.all().delete()
        service.histories.all().delete()
        onboarding.delete()
        service.closed_at = timezone.now()
        service.slug = f"{service.slug}-closed-{service.pk}"
        service.save(update_fields=("closed_at", "slug"))
    # Only now: what a broken transaction keeps must still have its files.
    shutil.rmtree(folder, ignore_errors=True)


def _refuse_if_live(onboarding: Onboarding) -> None:
    if onboarding.finished_at or onboarding.service.folder.store.live():
        raise AlreadyLive
