"""Accounts and memberships."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from firstline.panel.accounts.roles import PERMISSIONS, Permission, Role
from firstline.panel.services.models import HostedService


class PeopleManager(UserManager["User"]):
    """Makes accounts by e-mail address."""

    def of(self, email: str) -> "User | None":
        return self.filter(username=self.normalize_email(email.strip()).lower()).first()

    def make(self, email: str, *, password: str | None = None, **fields: Any) -> "User":  # noqa: ANN401
        """Make an account; without a password people set one by the reset link, or use OIDC."""
        address = self.normalize_email(email.strip()).lower()
        return self.create_user(username=address, email=address, password=password, **fields)


class User(AbstractUser):
    """A person; the e-mail address is also the user name."""

    name = models.CharField(max_length=100, blank=True)
    may_make_services = models.BooleanField(default=False)
    """Whether this person may onboard new services, and owns those."""
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)
    """Of pages and mails; empty: what the browser asks for."""
    has_letter_keys = models.BooleanField(default=True)
    """Whether single letters are commands outside text fields (WCAG 2.2, 2.1.4)."""
    link_sent_at = models.DateTimeField(null=True)
    """When a link that sets a password was last mailed, so that nobody is flooded with them."""

    objects: ClassVar[PeopleManager] = PeopleManager()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def has_joined(self) -> bool:
        """Whether somebody has taken this account up, by a password or by signing on."""
        return self.has_usable_password() or self.last_login is not None


class Membership(models.Model):
    """What a person is in one service; nobody sees a service without one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    service = models.ForeignKey(HostedService, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "service"), name="one_role_a_service"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} of {self.service}"

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role(self.role)]

    @classmethod
    def who_may(cls, permission: Permission, service: HostedService) -> "models.QuerySet[User]":
        """Find the people with an open account who may do something in a service."""
        roles = [role for role, allowed in PERMISSIONS.items() if permission in allowed]
        members = cls.objects.filter(service=service, role__in=roles)
        return User.objects.filter(is_active=True, pk__in=members.values("user"))

    @property
    def first_page(self) -> str:
        """Name of the page that this person's work begins on."""
        if self.may(Permission.AUDIT) and not self.may(Permission.PROPOSE):
            return "audit"
        return "templates" if self.service.is_live else "onboarding"
