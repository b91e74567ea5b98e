"""The chain of hashes through the audit log, which shows whether somebody has meddled with it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from firstline.panel.audit.models import AuditEntry

BEGINNING = "0" * 64
NEWEST = 2_000
"""Entries that a page checks: about 30 ms; the command line checks all."""


def hash_of(entry: AuditEntry) -> str:
    """Hash all that an entry says, and with it the hash of the one before."""
    content = [
        entry.at.isoformat(timespec="microseconds"),
        entry.service_id,
        entry.by_id,
        *(entry.by_name, entry.action, entry.subject),
        *(entry.before, entry.after, entry.note),
        entry.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def broken_entries(*, after: int = 0) -> Iterator[AuditEntry]:
    """Find entries that were changed, or before which one was removed; oldest first.

    Args:
        after: number of an entry that is taken as whole; 0: check from the beginning.
    """
    known = AuditEntry.objects.filter(pk=after).values_list("hash", flat=True).first()
    expected = known or BEGINNING
    for entry in AuditEntry.objects.filter(pk__gt=after).order_by("pk").iterator():
        if entry.previous_hash != expected or entry.hash != hash_of(entry):
            yield entry
        expected = entry.hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    checked: int
    broken: AuditEntry | None
    """The first one that does not fit."""
    last_hash: str
    """Whoever keeps it elsewhere can tell later that nothing was cut off the end."""


def check_newest(count: int = NEWEST) -> Check:
    """Check the end of the chain, in a time that does not grow with the log."""
    newest = list(AuditEntry.objects.order_by("-pk").values_list("pk", "hash")[: count + 1])
    start = newest[count][0] if len(newest) > count else 0
    return Check(
        checked=min(len(newest), count),
        broken=next(broken_entries(after=start), None),
        last_hash=newest[0][1] if newest else BEGINNING,
    )


def holds(entry_hash: str) -> bool:
    """Say whether an entry that was there once is there still."""
    return AuditEntry.objects.filter(hash=entry_hash).exists()


def check_all() -> Check:
    newest = AuditEntry.objects.order_by("-pk").values_list("hash", flat=True).first()
    return Check(
        checked=AuditEntry.objects.count(),
        broken=next(broken_entries(), None),
        last_hash=newest or BEGINNING,
    )
