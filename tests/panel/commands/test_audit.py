"""`firstline audit verify` says whether the log is whole."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from typer.testing import Result

from firstline.panel.audit.guards import guard, unguard
from firstline.panel.audit.log import Action, record
from firstline.panel.audit.models import AuditEntry

Command = Callable[..., Result]


@pytest.fixture
def entries(db: None) -> Iterator[list[AuditEntry]]:  # noqa: ARG001
    """Three entries, in a database whose guards somebody took away."""
    made = [record(Action.EDITED, f"template {number}", by=None) for number in range(3)]
    connection.check_constraints()
    unguard(connection)
    yield made
    guard(connection)


def test_a_whole_log_is_told_with_its_last_hash(
    firstline: Command, entries: list[AuditEntry]
) -> None:
    told = firstline("audit verify")

    assert told.exit_code == 0
    assert "3 entries are whole" in told.stdout
    assert told.stdout.splitlines()[-1] == entries[-1].hash


def test_the_first_broken_entry_is_named(firstline: Command, entries: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk=entries[1].pk).update(note="as if nothing had been")

    told = firstline("audit verify")

    assert told.exit_code == 1
    assert f"broken at entry {entries[1].pk}" in told.stderr


def test_an_end_that_was_cut_off_is_noticed_by_who_kept_its_hash(
    firstline: Command, entries: list[AuditEntry]
) -> None:
    kept = firstline("audit verify").stdout.splitlines()[-1]
    record(Action.EDITED, "template 4", by=None)
    assert firstline("audit verify", "--ends-with", kept).exit_code == 0

    AuditEntry.objects.filter(pk__gte=entries[-1].pk).delete()
    assert firstline("audit verify").exit_code == 0
    told = firstline("audit verify", "--ends-with", kept)
    assert told.exit_code == 1
    assert "the end was cut off" in told.stderr
