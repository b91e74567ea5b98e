"""What each role may do, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.roles import PERMISSIONS, Permission, Role

TITLES: Mapping[Permission, Promise] = {
    Permission.READ: _("Read content, releases and jobs"),
    Permission.PROPOSE: _("Edit the draft"),
    Permission.PUBLISH: _("Approve, publish, roll back"),
    Permission.OVERRIDE: _("Publish against the policy"),
    Permission.TRAIN: _("Import history, train, try a canary"),
    Permission.ANNOTATE: _("Annotate"),
    Permission.ANSWER: _("Answer in the inbox"),
    Permission.CANNED: _("Keep canned replies"),
    Permission.MANAGE: _("Settings and people"),
    Permission.AUDIT: _("Read the audit log"),
}


@dataclass(frozen=True, slots=True)
class Rights:
    role: str
    may: tuple[bool, ...]
    """In the order of `TITLES`."""


def rights_of_roles() -> list[Rights]:
    return [
        Rights(str(role.label), tuple(each in PERMISSIONS[role] for each in TITLES))
        for role in Role
    ]
