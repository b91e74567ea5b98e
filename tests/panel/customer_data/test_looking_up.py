"""Facts are looked up before a decision, and a dead system stops no answer."""

from datetime import datetime, timedelta

import pytest
from tests.builders import MONDAY
from tests.order_system import Fault, OrderSystem
from tests.panel.conversations.talks import an_entry, escalated

from firstline.panel.audit.chain import check_all
from firstline.panel.audit.models import AuditEntry
from firstline.panel.conversations.models import Author, Conversation, Message
from firstline.panel.conversations.receiving import inquiry_of, receive
from firstline.panel.conversations.settling import settle
from firstline.panel.customer_data.changing import note_change, refresh_changed
from firstline.panel.customer_data.looking_up import look_up_for
from firstline.panel.customer_data.models import Access, DataSource, FactsChanged
from firstline.panel.customer_data.sealing import hash_of, seal_accesses
from firstline.panel.services.models import HostedService

LATER = MONDAY + timedelta(minutes=1)


def written(talk: Conversation) -> Message:
    return receive(talk.pk, "I was charged twice", now=LATER)


@pytest.mark.usefixtures("source")
def test_a_fact_that_was_looked_up_wins_over_the_one_that_was_given(talk: Conversation) -> None:
    message = look_up_for(written(talk))

    assert inquiry_of(message).facts == {"payment_type": "card", "order_cost": "12.50"}


def test_without_a_connection_the_given_facts_count(talk: Conversation) -> None:
    assert inquiry_of(look_up_for(written(talk))).facts == {"payment_type": "cash"}


def test_a_message_is_decided_again_with_the_facts_of_the_first_time(
    source: DataSource, talk: Conversation, orders: OrderSystem
) -> None:
    message = written(talk)
    first = inquiry_of(look_up_for(message))
    orders.orders["c-1"]["total"] = 9900
    source.kept_s = 0
    source.save()

    again = inquiry_of(look_up_for(Message.objects.get(pk=message.pk)))

    assert again == first


@pytest.mark.usefixtures("source")
def test_a_dead_system_leaves_the_given_facts_and_the_summary_says_why(
    talk: Conversation, orders: OrderSystem
) -> None:
    orders.faults.append(Fault(status=500))
    message = look_up_for(written(talk))
    assert inquiry_of(message).facts == {"payment_type": "cash"}

    settle(message, an_entry(escalated()), now=LATER)

    note = talk.messages.get(author=Author.NOTE)
    assert note.summary
    assert note.summary["not_looked_up"] == {"payment_type": "failed", "order_cost": "failed"}


def test_a_connection_that_is_set_up_wrong_stops_nobody(
    source: DataSource, talk: Conversation
) -> None:
    source.secret = "not what this panel encrypted"  # noqa: S105 - a test's
    source.save()

    assert inquiry_of(look_up_for(written(talk))).facts == {"payment_type": "cash"}


@pytest.mark.usefixtures("source")
def test_every_look_is_written_down_without_a_value(talk: Conversation) -> None:
    look_up_for(written(talk))

    access = Access.objects.get()
    assert (access.conversation_id, access.customer_id, access.by) == (talk.pk, "c-1", None)
    assert access.fields == ["order_cost", "payment_type"]
    assert "12.5" not in repr(vars(access))


@pytest.mark.usefixtures("source")
def test_the_log_of_accesses_is_sealed_into_the_audit_log(talk: Conversation) -> None:
    look_up_for(written(talk))

    assert seal_accesses(LATER) == 1
    assert seal_accesses(LATER) == 0

    seal = AuditEntry.objects.get(action="accesses_sealed")
    assert seal.after == hash_of(list(Access.objects.all()))
    assert check_all().broken is None
    Access.objects.update(customer_id="somebody else")
    assert seal.after != hash_of(list(Access.objects.all()))


@pytest.mark.usefixtures("source")
def test_open_conversations_are_looked_up_again_once_the_system_says_so(
    shop: HostedService, talk: Conversation, orders: OrderSystem
) -> None:
    look_up_for(written(talk))
    orders.orders["c-1"]["total"] = 9900
    note_change(shop, "c-1", now=_after_everything(), key="delivery-1")

    refresh_changed(_after_everything() + timedelta(seconds=1))

    talk.refresh_from_db()
    assert talk.looked_up
    assert talk.looked_up["facts"]["order_cost"] == "99.00"


def test_the_same_word_twice_is_worked_on_once(shop: HostedService) -> None:
    note_change(shop, "c-1", now=MONDAY, key="delivery-1")
    refresh_changed(LATER)
    note_change(shop, "c-1", now=LATER, key="delivery-1")

    assert FactsChanged.objects.get().refreshed_at == LATER
    assert refresh_changed(LATER) == 0


def _after_everything() -> datetime:
    return max(access.at for access in Access.objects.all()) + timedelta(milliseconds=1)
