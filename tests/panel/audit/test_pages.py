"""Auditors find what was done, see it in red and green, and take it away as a file."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.panel.conftest import PanelClient

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit import views
from firstline.panel.audit.guards import guard, unguard
from firstline.panel.audit.log import Action, record
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService


@pytest.fixture
def auditor(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.AUDITOR)


@pytest.fixture
def edit(shop: HostedService, cast: dict[Role, User], auditor: Client) -> AuditEntry:  # noqa: ARG001
    """An edit of the specialist, after the auditor has signed in."""
    return record(
        Action.EDITED,
        "template hello",
        by=cast[Role.SPECIALIST],
        service=shop,
        before="rule: paid\ntext: Hello",
        after="rule: paid\ntext: =Good morning",
        note="for the winter",
    )


def rows(page: str) -> int:
    return page.count("<td><a href=")


def test_the_newest_entry_comes_first(auditor: Client, edit: AuditEntry) -> None:
    page = auditor.get("/s/shop/audit/").content.decode()

    assert page.index("template hello") < page.index("account auditor@shop.example")
    assert f"/s/shop/audit/{edit.pk}/" in page


def test_an_entry_shows_what_was_changed(auditor: Client, edit: AuditEntry) -> None:
    page = auditor.get(f"/s/shop/audit/{edit.pk}/").content.decode()

    assert "Content specialist edited: template hello" in page
    assert "text: <mark>Hello</mark></del>" in page
    assert "text: <mark>=Good morning</mark></ins>" in page
    assert "for the winter" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("action=edited", 1),
        ("action=published", 0),
        ("q=HELLO", 1),
        ("q=winter", 1),
        ("q=summer", 0),
        ("action=edited&since=2020-01-01", 1),
        ("action=edited&until=2020-01-01", 0),
        ("action=edited&since=nonsense&until=2026-02-31&person=x&page=999", 1),
    ],
)
@pytest.mark.usefixtures("edit")
def test_entries_are_found_by_what_the_address_says(
    asked: str, found: int, auditor: Client
) -> None:
    assert rows(auditor.get(f"/s/shop/audit/?{asked}").content.decode()) == found


def test_entries_are_found_by_person_and_day(auditor: Client, edit: AuditEntry) -> None:
    today, yesterday = edit.at.date(), edit.at.date() - timedelta(days=1)
    person = f"person={edit.by_id}"

    for asked, found in [
        (f"{person}&since={today}&until={today}", 1),
        (f"{person}&until={yesterday}", 0),
        (f"person={edit.by_id}0", 0),
        (f"person={10**30}", 0),
    ]:
        assert rows(auditor.get(f"/s/shop/audit/?{asked}").content.decode()) == found


@pytest.mark.usefixtures("edit")
def test_nothing_of_another_service_is_shown(auditor: Client, stranger: User) -> None:
    bakery = HostedService.objects.get(slug="bakery")
    foreign = record(Action.EDITED, "template bread", by=stranger, service=bakery)
    own = record(Action.ACCOUNT_CHANGED, "account stranger@bakery.example", by=stranger)

    page = auditor.get("/s/shop/audit/").content.decode()
    assert "bread" not in page
    assert "stranger" not in page
    for each in (foreign, own):
        assert auditor.get(f"/s/shop/audit/{each.pk}/").status_code == 404
    assert "bread" not in auditor.get("/s/shop/audit/export/").content.decode()


def test_signing_in_is_shown_in_the_services_that_a_person_is_in(
    auditor: Client, stranger: User
) -> None:
    assert "auditor@shop.example" in auditor.get("/s/shop/audit/").content.decode()

    client = PanelClient()
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert "auditor@" not in client.get("/s/bakery/audit/").content.decode()


def test_an_export_holds_what_was_asked_for_and_no_formula(
    auditor: Client, edit: AuditEntry
) -> None:
    record(Action.EDITED, "=HYPERLINK(1)", by=edit.by, service=edit.service)

    answer = auditor.get("/s/shop/audit/export/?action=edited")

    assert answer["Content-Disposition"] == 'attachment; filename="audit-shop.csv"'
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [each["subject"] for each in found] == ["'=HYPERLINK(1)", "template hello"]
    assert found[1]["after"].startswith("rule: paid")
    assert found[1]["hash"] == edit.hash


@pytest.mark.usefixtures("edit")
def test_an_export_that_is_too_large_says_what_to_do(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_EXPORTED", 1)

    answer = auditor.get("/s/shop/audit/export/")

    assert answer.status_code == 422
    assert "Choose a shorter period" in answer.content.decode()


def test_an_auditor_sees_whether_the_log_is_whole(auditor: Client, edit: AuditEntry) -> None:
    whole = auditor.get("/s/shop/audit/chain/").content.decode()
    assert "are whole and in order" in whole

    connection.check_constraints()
    unguard(connection)
    AuditEntry.objects.filter(pk=edit.pk).update(at=timezone.now())
    guard(connection)

    broken = auditor.get("/s/shop/audit/chain/", headers={"HX-Request": "true"}).content.decode()
    assert f"broken at entry {edit.pk}" in broken
    assert "<html" not in broken


def test_a_page_of_a_long_log_asks_the_database_a_few_questions(
    auditor: Client, edit: AuditEntry, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for number in range(60):
        record(Action.EDITED, f"template {number}", by=edit.by, service=edit.service)

    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        page = auditor.get("/s/shop/audit/").content.decode()

    assert rows(page) == 50
    assert "Page 1 of 2" in page
