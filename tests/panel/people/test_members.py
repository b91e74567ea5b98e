"""Owners decide who works in a service; one of them is always left."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from pytest_django import Settings
from tests.panel.conftest import PanelClient

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.mail_servers import mail_server
from firstline.panel.people.members import (
    MembershipRefused,
    add_member,
    change_role,
    may_see_link,
    remove_member,
)
from firstline.panel.services.models import HostedService


@pytest.fixture
def owner(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.OWNER)


@pytest.fixture
def a_mail_server(settings: Settings) -> None:
    settings.MAIL = mail_server("smtp://mail.example:25")


def role_of(user: User, service: HostedService) -> str:
    return Membership.objects.get(user=user, service=service).role


def membership(cast: dict[Role, User], role: Role) -> Membership:
    return Membership.objects.get(user=cast[role])


@pytest.mark.usefixtures("a_mail_server")
def test_an_owner_invites_a_person_who_gets_a_mail(owner: Client, shop: HostedService) -> None:
    owner.post("/s/shop/people/", {"email": "Nina@shop.example", "role": "analyst"})

    nina = User.objects.get(email="nina@shop.example")
    assert role_of(nina, shop) == Role.ANALYST
    assert mail.outbox[0].to == ["nina@shop.example"]
    assert mail.outbox[0].subject == "You now work in Shop"

    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert found
    client = PanelClient()
    form = client.get(found.group(1), follow=True)
    chosen = {"new_password1": "nine new radishes", "new_password2": "nine new radishes"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert client.get("/s/shop/templates/").status_code == 200


def test_where_no_mail_leaves_the_link_is_shown(owner: Client) -> None:
    answer = owner.post("/s/shop/people/", {"email": "nina@shop.example", "role": "analyst"})

    assert "http://testserver/panel/set-password/" in answer.content.decode()


@pytest.mark.usefixtures("a_mail_server")
def test_a_person_who_has_an_account_already_is_added_with_it(
    owner: Client, shop: HostedService, stranger: User
) -> None:
    stranger.set_password("known to the stranger")
    stranger.save()

    answer = owner.post("/s/shop/people/", {"email": stranger.email, "role": "agent"})

    assert answer.status_code == 302
    assert role_of(stranger, shop) == Role.AGENT
    assert "set-password" not in str(mail.outbox[0].body)


def test_nobody_gets_the_link_of_an_account_that_somebody_else_invited(
    owner: Client, shop: HostedService, cast: dict[Role, User], stranger: User
) -> None:
    bakery = HostedService.objects.get(slug="bakery")
    add_member(bakery, "nina@bakery.example", role=Role.OWNER, by=stranger)

    answer = owner.post("/s/shop/people/", {"email": "nina@bakery.example", "role": "agent"})

    assert answer.status_code == 302
    assert "set-password" not in owner.get(answer["Location"]).content.decode()
    nina = User.objects.get(email="nina@bakery.example")
    assert not may_see_link(shop, nina, by=cast[Role.OWNER])


def test_nobody_gets_the_link_of_an_account_that_was_taken_up(
    cast: dict[Role, User], shop: HostedService
) -> None:
    specialist = cast[Role.SPECIALIST]
    specialist.set_password("known to the specialist")

    assert not may_see_link(shop, specialist, by=cast[Role.OWNER])


def test_a_member_is_not_added_twice(owner: Client, cast: dict[Role, User]) -> None:
    answer = owner.post("/s/shop/people/", {"email": "SPECIALIST@shop.example", "role": "owner"})

    assert answer.status_code == 422
    assert "member already" in answer.content.decode()
    assert role_of(cast[Role.SPECIALIST], membership(cast, Role.OWNER).service) == "specialist"


@pytest.mark.parametrize(
    "form", [{}, {"email": "no address", "role": "agent"}, {"email": "a@b.example", "role": "king"}]
)
def test_a_form_that_says_nonsense_adds_nobody(form: dict[str, str], owner: Client) -> None:
    before = Membership.objects.count()

    assert owner.post("/s/shop/people/", form).status_code == 422
    assert Membership.objects.count() == before


def test_an_owner_changes_a_role_and_the_log_shows_it(
    owner: Client, shop: HostedService, cast: dict[Role, User]
) -> None:
    specialist = membership(cast, Role.SPECIALIST)

    owner.post(f"/s/shop/people/{specialist.pk}/role/", {"role": "publisher"})

    assert role_of(cast[Role.SPECIALIST], shop) == Role.PUBLISHER
    entry = AuditEntry.objects.get(action="member_changed")
    assert (entry.before, entry.after) == ("role: specialist", "role: publisher")
    assert entry.by == cast[Role.OWNER]


def test_an_owner_removes_a_person_who_then_sees_nothing(
    owner: Client, as_: Callable[[Role], Client], cast: dict[Role, User]
) -> None:
    specialist, client = membership(cast, Role.SPECIALIST), as_(Role.SPECIALIST)
    address = f"/s/shop/people/{specialist.pk}/remove/"
    assert "would not see Shop any more" in owner.get(address).content.decode()

    owner.post(address)

    assert client.get("/s/shop/templates/").status_code == 404
    assert AuditEntry.objects.get(action="member_changed").before == "role: specialist"


def test_the_last_owner_cannot_leave_or_become_less(
    owner: Client, shop: HostedService, cast: dict[Role, User]
) -> None:
    last = membership(cast, Role.OWNER)

    less = owner.post(f"/s/shop/people/{last.pk}/role/", {"role": "analyst"})
    gone = owner.post(f"/s/shop/people/{last.pk}/remove/")

    for answer in (less, gone):
        assert answer.status_code == 422
        assert "needs an owner" in answer.content.decode()
    assert role_of(cast[Role.OWNER], shop) == Role.OWNER
    assert not AuditEntry.objects.filter(action="member_changed").exists()


def test_one_of_two_owners_may_leave(owner: Client, cast: dict[Role, User]) -> None:
    change_role(membership(cast, Role.PUBLISHER), Role.OWNER, by=cast[Role.OWNER])

    answer = owner.post(f"/s/shop/people/{membership(cast, Role.OWNER).pk}/remove/")

    assert answer["Location"] == "/panel/"
    assert owner.get("/s/shop/templates/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_decide_about_people(
    role: Role, shop: HostedService, cast: dict[Role, User]
) -> None:
    own = membership(cast, role)

    with pytest.raises(MembershipRefused):
        change_role(own, Role.OWNER, by=cast[role])
    with pytest.raises(MembershipRefused):
        add_member(shop, "friend@shop.example", role=role, by=cast[role])
    with pytest.raises(MembershipRefused):
        remove_member(membership(cast, Role.AUDITOR), by=cast[role])
    assert role_of(cast[role], shop) == role


@pytest.mark.usefixtures("cast")
def test_an_owner_of_another_service_decides_nothing_here(
    shop: HostedService, stranger: User
) -> None:
    with pytest.raises(MembershipRefused):
        add_member(shop, "friend@shop.example", role=Role.OWNER, by=stranger)


def test_members_are_searched_sorted_and_linked_to(owner: Client) -> None:
    found = owner.get("/s/shop/people/?q=AUDIT").content.decode()
    assert "auditor@shop.example" in found
    assert "analyst@shop.example" not in found

    backwards = owner.get("/s/shop/people/?sort=-email").content.decode()
    assert backwards.index("specialist@") < backwards.index("agent@")
    assert "Nobody here fits" in owner.get("/s/shop/people/?q=zebra").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_demote_each_other_at_once_leave_one(tmp_path: Path) -> None:
    service = HostedService.objects.create(slug="pair", title="Pair", path=str(tmp_path))
    people = [User.objects.make(f"{name}@pair.example") for name in ("ann", "bob")]
    pair = [
        Membership.objects.create(user=user, service=service, role=Role.OWNER) for user in people
    ]
    begin = threading.Barrier(2)
    refused = []

    def demote(whom: Membership, by: User) -> None:
        begin.wait()
        try:
            change_role(Membership.objects.get(pk=whom.pk), Role.AGENT, by=by)
        except MembershipRefused as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=demote, args=(pair[1], people[0])),
        threading.Thread(target=demote, args=(pair[0], people[1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert service.memberships.filter(role=Role.OWNER).count() == 1
