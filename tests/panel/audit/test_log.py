"""The audit log holds what was done, in order, and nobody can change it unnoticed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.chain import BEGINNING, broken_entries, check_all, check_newest, hash_of
from firstline.panel.audit.guards import guard, unguard
from firstline.panel.audit.log import Action, record
from firstline.panel.audit.models import AuditEntry
from firstline.panel.audit.words import WORDS
from firstline.panel.services.models import HostedService


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the database's guards away, as somebody who owns it could."""
    connection.check_constraints()  # PostgreSQL changes no table with checks still to come
    unguard(connection)
    yield
    guard(connection)


@pytest.fixture
def owner(cast: dict[Role, User]) -> User:
    return cast[Role.OWNER]


@pytest.fixture
def three(shop: HostedService, owner: User) -> list[AuditEntry]:
    return [
        record(Action.EDITED, f"template {name}", by=owner, service=shop, after=name)
        for name in ("hello", "price", "goodbye")
    ]


def test_each_entry_follows_the_one_before(three: list[AuditEntry]) -> None:
    assert three[0].previous_hash == BEGINNING
    assert [each.previous_hash for each in three[1:]] == [each.hash for each in three[:-1]]
    assert list(broken_entries()) == []


def test_an_entry_cannot_be_saved_again_or_deleted(three: list[AuditEntry]) -> None:
    with pytest.raises(TypeError, match="append-only"):
        three[0].save()
    with pytest.raises(TypeError, match="append-only"):
        three[0].delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET subject = 'something else'",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_log(statement: str, three: list[AuditEntry]) -> None:
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.count() == len(three)


def test_an_entry_that_was_changed_behind_the_guards_is_named(three: list[AuditEntry]) -> None:
    with unguarded():
        AuditEntry.objects.filter(pk=three[1].pk).update(by_name="Somebody Else")

    assert [each.pk for each in broken_entries()] == [three[1].pk]


def test_the_entry_after_a_removed_one_is_named(three: list[AuditEntry]) -> None:
    with unguarded():
        AuditEntry.objects.filter(pk=three[1].pk).delete()

    found = check_all().broken
    assert found
    assert found.pk == three[2].pk


def test_an_entry_cannot_be_changed_with_a_hash_that_fits_again(
    three: list[AuditEntry],
) -> None:
    with unguarded():
        three[1].subject = "template forged"
        AuditEntry.objects.filter(pk=three[1].pk).update(
            subject=three[1].subject, hash=hash_of(three[1])
        )

    assert [each.pk for each in broken_entries()] == [three[2].pk]


def test_the_end_of_the_chain_can_be_checked_alone(three: list[AuditEntry]) -> None:
    with unguarded():
        AuditEntry.objects.filter(pk=three[0].pk).update(by_name="Somebody Else")

    assert check_newest(2).broken is None
    assert check_newest(2).checked == 2
    assert check_newest(3).broken == three[0]
    assert check_newest().last_hash == three[2].hash


def test_a_change_that_fails_leaves_no_entry(shop: HostedService, owner: User) -> None:
    def change_and_fail() -> None:
        with transaction.atomic():
            record(Action.SETTINGS_CHANGED, "settings of the service", by=owner, service=shop)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_people_record_at_once_and_the_chain_stays_whole() -> None:
    begin = threading.Barrier(4)
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            begin.wait()
            for number in range(10):
                with transaction.atomic():
                    record(Action.EDITED, f"{name} {number}", by=None)
        except BaseException as error:  # noqa: BLE001 - told by the assertion
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(f"person {each}",)) for each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert AuditEntry.objects.count() == 40
    assert list(broken_entries()) == []


def test_every_action_has_words() -> None:
    assert set(WORDS) == set(Action)
