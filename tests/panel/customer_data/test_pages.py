"""Owners connect customer data; agents see, refresh and update it."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.order_system import KEY, OrderSystem

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.conversations.models import Conversation
from firstline.panel.customer_data.models import Access, DataSource

SignIn = Callable[[Role], Client]


def form(orders: OrderSystem, **other: str) -> dict[str, str]:
    return {
        "is_on": "on",
        "kind": "rest",
        "base_url": orders.base_url,
        "path": "/customers/{customer_id}/order",
        "asks": "api_key",
        "header": "X-Key",
        "new_secret": KEY,
        "timeout_ms": "5000",
        "kept_s": "60",
        "payment_type:place": "payment.type",
        "payment_type:conversion": "as_it_is",
        "payment_type:values": "CC=card, $=cash",
        **other,
    }


@pytest.mark.usefixtures("shop")
def test_an_owner_connects_a_system_and_tries_it(as_: SignIn, orders: OrderSystem) -> None:
    orders.orders["c-1"] = {"payment": {"type": "CC"}}
    owner = as_(Role.OWNER)

    assert owner.post("/s/shop/customer-data/", form(orders)).status_code == 302
    page = owner.post("/s/shop/customer-data/try/", {"customer_id": "c-1"}).content.decode()

    assert "<dd>card</dd>" in page
    kept = DataSource.objects.get()
    assert KEY not in kept.secret
    assert KEY not in page
    changed = AuditEntry.objects.get(action="settings_changed")
    assert "payment.type" in changed.after
    assert KEY not in changed.after
    assert AuditEntry.objects.filter(action="customer_data_read").exists()
    assert Access.objects.get().by is not None


@pytest.mark.usefixtures("source", "orders")
def test_a_try_says_what_is_unknown_and_why(as_: SignIn) -> None:
    page = as_(Role.OWNER).post("/s/shop/customer-data/try/", {"customer_id": "nobody"})

    assert "nobody of this id is known" in page.content.decode()


@pytest.mark.usefixtures("shop")
def test_an_address_inside_the_network_is_not_kept(as_: SignIn, orders: OrderSystem) -> None:
    sent = form(orders, base_url="https://169.254.169.254")

    answer = as_(Role.OWNER).post("/s/shop/customer-data/", sent)

    assert answer.status_code == 422
    assert "private network" in answer.content.decode()
    assert not DataSource.objects.exists()


def test_a_new_visit_without_a_secret_keeps_the_old_one(
    as_: SignIn, source: DataSource, orders: OrderSystem
) -> None:
    as_(Role.OWNER).post("/s/shop/customer-data/", form(orders, new_secret=""))

    assert DataSource.objects.get().secret == source.secret


@pytest.mark.usefixtures("source")
def test_an_agent_sees_looked_up_facts_with_their_time_after_a_refresh(
    as_: SignIn, talk: Conversation
) -> None:
    agent = as_(Role.AGENT)

    page = agent.post(f"/s/shop/inbox/{talk.pk}/facts/", follow=True).content.decode()

    assert "Looked up" in page
    assert "12.50" in page


@pytest.mark.usefixtures("source")
def test_an_agent_updates_an_allowed_fact_and_it_is_written_down(
    as_: SignIn, talk: Conversation, orders: OrderSystem, cast: dict[Role, User]
) -> None:
    as_(Role.AGENT).post(
        f"/s/shop/inbox/{talk.pk}/facts/update/", {"fact": "order_cost", "value": "9.90"}
    )

    assert orders.orders["c-1"]["total"] == 990
    entry = AuditEntry.objects.get(action="customer_data_updated")
    assert (entry.by, entry.subject) == (cast[Role.AGENT], "order_cost of a customer")
    assert "9.9" not in entry.note + entry.after


@pytest.mark.usefixtures("source")
def test_an_agent_cannot_update_another_fact(
    as_: SignIn, talk: Conversation, orders: OrderSystem
) -> None:
    page = as_(Role.AGENT).post(
        f"/s/shop/inbox/{talk.pk}/facts/update/",
        {"fact": "payment_type", "value": "cash"},
        follow=True,
    )

    assert "may not be updated" in page.content.decode()
    assert orders.orders["c-1"]["payment"] == {"type": "CC"}


@pytest.mark.usefixtures("shop")
def test_only_who_manages_sees_connections(as_: SignIn) -> None:
    assert as_(Role.AGENT).get("/s/shop/customer-data/").status_code == 403
    assert as_(Role.OWNER).get("/s/shop/customer-data/").status_code == 200
    assert as_(Role.OWNER).get("/s/shop/customer-data/accesses/").status_code == 200
