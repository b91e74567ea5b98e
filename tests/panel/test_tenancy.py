"""Nobody sees or changes what their membership does not give them, at any address."""

from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders import MONDAY, an_inquiry
from tests.panel.addresses import (
    NAMES,
    NOTHING,
    OBJECTS,
    Address,
    addresses,
    filled,
    nothing_at,
)
from tests.panel.conftest import PanelClient

from firstline.engine import Engine
from firstline.journal.decision_ids import new_decision_id
from firstline.journal.entries import JournalEntry, Timings
from firstline.journal.writer import Journal
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import PERMISSIONS, Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.models import DraftItem
from firstline.panel.jobs.models import Job
from firstline.panel.releases.models import Publication
from firstline.panel.services.models import HostedService

ALL = list(addresses())
OF_SERVICES = [each for each in ALL if each.is_of_service and not each.is_for_programs]
WITH_OBJECTS = [each for each in ALL if set(each.parameters) - NAMES and not each.is_public]
PUBLIC = {
    *("sign-in", "oidc-start", "oidc-callback", "set_language"),
    *("reset", "reset-asked", "set-password"),
    "api-content",  # asks for a token
}


REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED)
HIDDEN = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
"""Some addresses take no such request from anybody, and say so before they look who asks."""


def each_of(found: list[Address]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("address", found, ids=str)


@pytest.fixture
def shop(shop: HostedService, engine: Engine) -> HostedService:
    """The shop with one decision in its journal."""
    asked = an_inquiry()
    entry = JournalEntry(
        decision_id=new_decision_id(MONDAY),
        decided_at=MONDAY,
        inquiry=asked,
        decision=engine.answer(asked.typed(engine.release.service)),
        timings=Timings(waiting=0, reading=0, deciding=0),
    )
    with closing(Journal(shop.folder.journal)) as journal:
        journal.record(entry).result(timeout=10)
    return shop


def signed_in(user: User) -> Client:
    client = PanelClient(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@each_of(ALL)
def test_every_page_of_a_service_is_guarded_and_no_other_is_public(address: Address) -> None:
    assert bool(address.needs) == address.is_of_service
    assert address.is_public == (str(address) in PUBLIC)


@each_of(ALL)
def test_these_tests_know_what_every_address_names(address: Address) -> None:
    unknown = set(address.parameters) - set(OBJECTS) - {"uidb64", "token"}

    assert not unknown, f"add {unknown} to OBJECTS in tests/panel/addresses.py"


@each_of([each for each in ALL if not each.is_public])
def test_who_is_not_signed_in_is_asked_to(
    address: Address, anybody: Client, shop: HostedService
) -> None:
    page = nothing_at(address, shop.slug)

    for answer in (anybody.get(page), anybody.post(page)):
        assert answer.status_code == HTTPStatus.FOUND
        assert answer["Location"].startswith(reverse("sign-in"))


@each_of(OF_SERVICES)
@pytest.mark.usefixtures("cast")
def test_a_stranger_does_not_learn_that_a_service_is_there(
    address: Address, shop: HostedService, stranger: User
) -> None:
    client, page = signed_in(stranger), filled(address, shop)
    before = AuditEntry.objects.count(), Job.objects.count()

    missing = nothing_at(address, "no-such-service")
    for ask in (client.get, client.post, client.delete):
        assert ask(page).status_code in HIDDEN
        assert words(ask(page)) == words(ask(missing))
    assert (AuditEntry.objects.count(), Job.objects.count()) == before


def words(answer: Any) -> str:  # noqa: ANN401 - as the client answers
    return str(answer.content.decode().partition("<main")[2])


@each_of(OF_SERVICES)
def test_each_role_is_refused_exactly_where_its_permissions_end(
    address: Address, shop: HostedService, cast: dict[Role, User]
) -> None:
    page = nothing_at(address, shop.slug)

    for role, user in cast.items():
        may_see = address.needs in PERMISSIONS[role]
        may_change = may_see and address.needs_to_change in PERMISSIONS[role]
        client = signed_in(user)

        seen = client.get(page).status_code
        assert seen != HTTPStatus.FORBIDDEN if may_see else seen in REFUSED, role
        if not may_change:
            assert client.post(page).status_code in REFUSED, role
            assert client.put(page).status_code in REFUSED, role


@each_of(OF_SERVICES)
def test_an_empty_form_breaks_no_page(
    address: Address, shop: HostedService, cast: dict[Role, User]
) -> None:
    answer = signed_in(cast[Role.OWNER]).post(filled(address, shop))

    answer.close()
    assert answer.status_code not in (HTTPStatus.FORBIDDEN, HTTPStatus.INTERNAL_SERVER_ERROR)


@each_of(OF_SERVICES)
def test_who_may_only_read_changes_nothing(
    address: Address, shop: HostedService, cast: dict[Role, User]
) -> None:
    page = filled(address, shop)
    tables = (AuditEntry, DraftItem, Publication)
    before = [table.objects.count() for table in tables]
    client = signed_in(cast[Role.ANALYST])
    signed_in_now = AuditEntry.objects.count() - before[0]

    client.post(page, {"note": "x", "reason": "x", "title": "x"})

    after = [table.objects.count() for table in tables]
    assert after == [before[0] + signed_in_now, *before[1:]] or str(address) == "export-files"


@each_of(WITH_OBJECTS)
@pytest.mark.usefixtures("cast")
def test_an_object_of_another_service_is_not_there(
    address: Address, shop: HostedService, stranger: User
) -> None:
    foreign = {name: OBJECTS[name](shop) for name in address.parameters}
    own_slug = {"slug": "bakery"} if address.is_of_service else {}
    page = address.fill({**foreign, **own_slug})
    client = signed_in(stranger)

    for answer in (client.get(page), client.post(page)):
        assert answer.status_code in HIDDEN


@each_of(WITH_OBJECTS)
def test_an_object_that_there_is_not_is_not_found(
    address: Address, shop: HostedService, cast: dict[Role, User]
) -> None:
    values = {name: OBJECTS[name](shop) for name in address.parameters}
    missing = {
        name: NOTHING[kind] for name, kind in address.parameters.items() if name not in NAMES
    }

    answer = signed_in(cast[Role.OWNER]).get(address.fill({**values, **missing}))

    assert answer.status_code in HIDDEN


@pytest.mark.usefixtures("stranger")
def test_a_member_of_two_services_has_in_each_the_rights_of_that_one(
    as_: Callable[[Role], Client], cast: dict[Role, User]
) -> None:
    bakery = HostedService.objects.get(slug="bakery")
    bakery.memberships.create(user=cast[Role.ANALYST], role=Role.OWNER)
    client = as_(Role.ANALYST)

    assert client.get("/s/bakery/people/").status_code == HTTPStatus.OK
    assert client.get("/s/shop/people/").status_code == HTTPStatus.FORBIDDEN
