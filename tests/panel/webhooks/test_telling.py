"""Another system is told what happened, and what did not."""

from uuid import UUID

import pytest
from django.db import transaction
from tests.builders import MONDAY
from tests.panel.conversations.talks import LATER, automatic, escalated, says, suggested
from tests.panel.webhooks.receivers import Receiver

from firstline.domain.decisions import EscalationReason
from firstline.domain.topics import Line
from firstline.domain.traces import MessageAct
from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import Said, give_back, resolve, say, take
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.ratings import rate
from firstline.panel.conversations.receiving import open_conversation
from firstline.panel.webhooks.models import Endpoint, Event
from firstline.work.delivering import deliver


def told(desk: Receiver, hook: Endpoint, secret: list[str]) -> list[tuple[str, dict[str, object]]]:
    """Deliver all, and say what the desk has read, in the order of the numbers."""
    deliver(hook.pk)
    read = [request.verified_with(secret[-1]) for request in desk.got]
    pairs = [(each["type"], each["data"]) for each in read]
    return sorted(pairs, key=lambda pair: pair[1]["number"])


@pytest.fixture
def heard(desk: Receiver, hook: Endpoint, secret: list[str]) -> "Heard":
    return Heard(desk, hook, secret)


class Heard:
    """What the desk has heard."""

    def __init__(self, *of: object) -> None:
        self._of = of

    def all(self) -> list[tuple[str, dict[str, object]]]:
        return told(*self._of)  # type: ignore[arg-type]  # as the fixture has it

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.all()]

    def last(self, kind: str) -> dict[str, object]:
        return [data for each, data in self.all() if each == kind][-1]


def test_r10_an_automatic_reply_is_told_with_its_decision(talk: Conversation, heard: Heard) -> None:
    message = says(talk, "I was charged twice", automatic())
    message.refresh_from_db()

    assert heard.kinds() == [
        "conversation.opened",
        "message.received",
        "reply.sent",
        "decision.settled",
    ]
    assert heard.last("message.received")["text"] == "I was charged twice"
    sent, settled = heard.last("reply.sent"), heard.last("decision.settled")
    assert (sent["action"], sent["template_id"], sent["agent"]) == ("auto_reply", "paid_once", "")
    assert sent["decision_id"] == settled["decision_id"] == message.decision_id
    assert (settled["decided"], settled["done"]) == ("auto_reply", "sent")


def test_r10_a_reply_that_a_person_was_quicker_than_is_told_as_not_sent(
    talk: Conversation, ben: User, heard: Heard
) -> None:
    take(talk.pk, by=ben)
    says(talk, "I was charged twice", automatic())

    assert "reply.sent" not in heard.kinds()
    settled = heard.last("decision.settled")
    assert (settled["decided"], settled["done"]) == ("auto_reply", "person_was_quicker")
    assert settled["template_id"] == "paid_once"


def test_r10_a_suggestion_is_handed_over_and_the_agents_reply_told(
    talk: Conversation, ben: User, heard: Heard
) -> None:
    asked = says(talk, "I was charged twice", suggested())
    asked.refresh_from_db()
    say(talk.pk, Said(text="Sorry!", template_id="paid_once", seen=9), by=ben, now=LATER)

    handed = heard.last("conversation.handed_over")
    assert (handed["reason"], handed["line"], handed["priority"]) == (
        "low_confidence",
        "first",
        "normal",
    )
    assert handed["waiting_since"] == "2026-03-02T09:31:00Z"
    settled = heard.last("decision.settled")
    assert (settled["decided"], settled["done"]) == ("suggestion", "handed_over")
    assert settled["reason"] == "below_threshold"
    sent = heard.last("reply.sent")
    assert (sent["action"], sent["agent"]) == ("suggestion", "agent@shop.example")
    assert sent["decision_id"] == asked.decision_id


def test_r10_what_calls_for_nothing_is_told_too(talk: Conversation, heard: Heard) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "thanks", escalated(act=MessageAct.THANKS))

    settled = heard.last("decision.settled")
    assert (settled["decided"], settled["done"]) == ("escalation", "stayed_quiet")


def test_r10_a_move_to_the_expert_line_is_told(talk: Conversation, heard: Heard) -> None:
    says(talk, "Hello?", suggested())
    says(talk, "There was an accident", escalated(EscalationReason.EXPERT_LINE, Line.EXPERT))

    assert heard.last("decision.settled")["done"] == "rerouted"


def test_r10_where_nothing_could_be_decided_that_is_told(talk: Conversation, heard: Heard) -> None:
    says(talk, "I was charged twice", None)

    settled = heard.last("decision.settled")
    assert (settled["decided"], settled["decision_id"]) == ("nothing", "")
    assert heard.last("conversation.handed_over")["reason"] == "not_decided"


def test_all_that_agents_and_customers_do_is_told_in_order(
    talk: Conversation, ben: User, heard: Heard
) -> None:
    ask_for_person(talk.pk, now=LATER)
    take(talk.pk, by=ben)
    say(talk.pk, Said(text="Hello!", seen=9), by=ben, now=LATER)
    give_back(talk.pk, by=ben)
    resolve(talk.pk, by=ben, now=LATER)
    rate(talk.pk, 5, now=LATER)

    assert heard.kinds() == [
        "conversation.opened",
        "conversation.handed_over",
        "conversation.taken",
        "reply.sent",
        "conversation.given_back",
        "conversation.taken",
        "conversation.resolved",
        "conversation.rated",
    ]
    assert heard.last("reply.sent")["action"] == "written"
    assert heard.last("conversation.rated")["rating"] == 5
    assert [data["number"] for _, data in heard.all()] == list(range(1, 9))
    assert {data["conversation_id"] for _, data in heard.all()} == {str(talk.pk)}


def test_what_is_done_twice_is_told_once(talk: Conversation, ben: User, heard: Heard) -> None:
    for _ in range(2):
        take(talk.pk, by=ben)
        rate(talk.pk, 4, now=LATER)
        open_conversation(talk.service, now=MONDAY, key="k")

    told = heard.kinds()
    assert told.count("conversation.taken") == told.count("conversation.rated") == 1
    assert told.count("conversation.opened") == 2


def test_what_did_not_happen_is_not_told(talk: Conversation, ben: User) -> None:
    with transaction.atomic():
        take(talk.pk, by=ben)
        transaction.set_rollback(True)

    assert not Event.objects.filter(kind="conversation.taken").exists()


def test_an_endpoint_hears_only_what_it_asked_for(
    talk: Conversation, hook: Endpoint, heard: Heard
) -> None:
    Endpoint.objects.filter(pk=hook.pk).update(events=["decision.settled"])
    says(talk, "I was charged twice", automatic())

    assert heard.kinds()[1:] == ["decision.settled"]


def test_numbers_go_on_when_old_events_are_forgotten(talk: Conversation, heard: Heard) -> None:
    Event.objects.all().delete()
    rate(talk.pk, 4, now=LATER)

    assert heard.last("conversation.rated")["number"] == 2
    assert UUID(str(heard.last("conversation.rated")["conversation_id"])) == talk.pk


@pytest.mark.usefixtures("hook")
def test_another_service_is_not_told(stranger: User, talk: Conversation) -> None:
    bakery = stranger.memberships.get().service
    open_conversation(bakery, now=MONDAY)

    assert {event.service for event in Event.objects.all()} == {talk.service}
