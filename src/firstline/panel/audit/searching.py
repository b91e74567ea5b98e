"""Find entries of the audit log that a member of a service may see."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from firstline.panel.accounts.models import Membership, User
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService


def entries_of(service: HostedService) -> "QuerySet[AuditEntry]":
    """List what concerns a service: what was done in it, and its members' own accounts."""
    members = Membership.objects.filter(service=service).values("user")
    return AuditEntry.objects.filter(
        Q(service=service) | Q(service__isnull=True, by__in=members)
    ).select_related("by")


def actors_of(service: HostedService) -> "QuerySet[User]":
    """List who has an entry there, also those who are no members any more."""
    return User.objects.filter(
        Q(memberships__service=service)
        | Q(pk__in=AuditEntry.objects.filter(service=service).values("by"))
    ).distinct()


def matching(entries: "QuerySet[AuditEntry]", asked: Mapping[str, str]) -> "QuerySet[AuditEntry]":
    """Keep what an address asks for; what it asks nonsense for is not asked.

    Args:
        entries: of the service.
        asked: `person` (a number), `action`, `q` (in the subject or note), `since`, `until`
            (dates in UTC, both included).
    """
    if (person := asked.get("person", "")).isdecimal():
        entries = entries.filter(by__in=User.objects.filter(pk=int(person)))  # however large
    if action := asked.get("action"):
        entries = entries.filter(action=action)
    if text := asked.get("q", "").strip():
        entries = entries.filter(Q(subject__icontains=text) | Q(note__icontains=text))
    if since := _day(asked.get("since", "")):
        entries = entries.filter(at__gte=_begin(since))
    if until := _day(asked.get("until", "")):
        entries = entries.filter(at__lt=_begin(until) + timedelta(days=1))
    return entries


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # such as 30 February
        return None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
