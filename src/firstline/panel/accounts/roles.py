"""Roles and permissions, as a table."""

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a page or an action asks for."""

    READ = "read"
    PROPOSE = "propose"
    """Edit the draft."""
    PUBLISH = "publish"
    """Approve, publish, roll back."""
    OVERRIDE = "override"
    """Publish against the policy, with a reason."""
    TRAIN = "train"
    """Import history, train, retrain, try a canary."""
    ANNOTATE = "annotate"
    ANSWER = "answer"
    """Work in the inbox."""
    CANNED = "canned"
    """Keep canned replies."""
    MANAGE = "manage"
    """The service's settings and its people."""
    AUDIT = "audit"
    """Read the audit log."""


class Role(TextChoices):
    OWNER = "owner", _("Owner")
    PUBLISHER = "publisher", _("Publisher")
    SPECIALIST = "specialist", _("Content specialist")
    AGENT = "agent", _("Agent")
    ML_ENGINEER = "ml_engineer", _("ML engineer")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")


_P = Permission
PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.PUBLISHER: frozenset(
        {_P.READ, _P.PROPOSE, _P.PUBLISH, _P.ANNOTATE, _P.ANSWER, _P.CANNED, _P.AUDIT}
    ),
    Role.SPECIALIST: frozenset({_P.READ, _P.PROPOSE, _P.ANNOTATE, _P.CANNED}),
    Role.AGENT: frozenset({_P.READ, _P.ANSWER, _P.ANNOTATE, _P.CANNED}),
    Role.ML_ENGINEER: frozenset({_P.READ, _P.PROPOSE, _P.TRAIN, _P.ANNOTATE}),
    Role.ANALYST: frozenset({_P.READ}),
    Role.AUDITOR: frozenset({_P.READ, _P.AUDIT}),
}
