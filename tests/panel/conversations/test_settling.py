"""What follows from a customer's message, and that it follows once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import MONDAY
from tests.panel.conversations.talks import (
    LATER,
    a_conversation,
    an_entry,
    authors,
    automatic,
    escalated,
    says,
    suggested,
    with_text,
)

from firstline.domain.decisions import Decision, EscalationReason, SuggestionReason
from firstline.domain.topics import Line
from firstline.domain.traces import MessageAct
from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import Said, give_back, resolve, say, take
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.models import Conversation, Message, PendingOutcome, Priority
from firstline.panel.conversations.reasons import OF_DECISIONS, HandOffReason
from firstline.panel.conversations.receiving import inquiry_of, receive
from firstline.panel.conversations.settling import left_behind, settle
from firstline.panel.conversations.threads import KeyReused
from firstline.panel.services.models import HostedService


def test_the_first_message_is_answered_automatically(talk: Conversation) -> None:
    asked = says(talk, "I was charged twice", automatic())

    sent = talk.messages.get(author="assistant")
    asked.refresh_from_db()
    assert sent.text == "You paid 12.50 once."
    assert (sent.template_id, sent.decision_id) == ("paid_once", asked.decision_id)
    assert asked.settled_at
    assert talk.status == "open"


def test_sending_again_with_the_same_key_says_nothing_twice(talk: Conversation) -> None:
    first = receive(talk.pk, "Hello?", now=LATER, key="k")

    assert receive(talk.pk, "Hello?", now=LATER, key="k") == first
    with pytest.raises(KeyReused):
        receive(talk.pk, "Something else", now=LATER, key="k")
    assert authors(talk) == ["customer"]


def test_a_message_is_settled_once(talk: Conversation) -> None:
    asked = says(talk, "I was charged twice", automatic())

    settle(asked, an_entry(with_text(automatic(), "Again!")), now=LATER)
    settle(asked, None, now=LATER)

    assert authors(talk) == ["customer", "assistant"]


def test_a_second_message_goes_to_a_person_whatever_the_engine_is_sure_of(
    talk: Conversation,
) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "No, look again", automatic())

    assert authors(talk) == ["customer", "assistant", "customer", "notice", "note"]
    assert (talk.status, talk.reason) == ("waiting", HandOffReason.REPEATED_CONTACT)


def test_two_messages_in_a_row_are_both_read_before_anything_automatic(talk: Conversation) -> None:
    first = receive(talk.pk, "I was charged twice", now=LATER)
    receive(talk.pk, "and the driver was rude", now=LATER)

    settle(first, an_entry(automatic()), now=LATER)

    talk.refresh_from_db()
    assert "assistant" not in authors(talk)
    assert talk.status == "waiting"


def test_r01_each_reason_of_the_engine_is_a_reason_of_the_hand_off() -> None:
    assert set(OF_DECISIONS) == {*SuggestionReason, *EscalationReason}


@pytest.mark.parametrize(
    ("text", "decision", "reason", "priority"),
    [
        ("Agent!", escalated(EscalationReason.CUSTOMER_ASKED_FOR_PERSON), "customer_asked", 2),
        ("Crash", escalated(EscalationReason.EXPERT_LINE, Line.EXPERT), "expert_line", 0),
        ("COURT, I SAY, TO COURT", escalated(EscalationReason.TRIGGERED), "triggered", 2),
        ("I am hurt", escalated(EscalationReason.TRIGGERED, Line.EXPERT), "triggered", 0),
        ("Where is it", suggested(), "low_confidence", 2),
        ("It is late", suggested(SuggestionReason.CUSTOMER_UPSET), "frustrated", 1),
        ("THIS IS A JOKE, GIVE IT BACK!!!", automatic(), "frustrated", 1),
        ("Oink", escalated(EscalationReason.NO_APPLICABLE_TEMPLATE), "no_reply_ready", 2),
        ("Was anything decided", None, "not_decided", 2),
    ],
)
def test_r01_why_a_person_answers_is_a_typed_reason(
    talk: Conversation, text: str, decision: Decision | None, reason: str, priority: int
) -> None:
    says(talk, text, decision)

    assert talk.status == "waiting"
    assert (talk.reason, talk.priority) == (reason, priority)


def test_who_complains_after_a_reply_comes_before_others(talk: Conversation) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "That is not true, I am fed up", suggested(negative=0.9))

    assert (talk.reason, talk.priority) == (HandOffReason.FRUSTRATED, Priority.HIGH)


def test_who_says_the_same_again_sounds_upset(talk: Conversation) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "i was  charged twice", automatic())

    assert talk.reason == HandOffReason.FRUSTRATED


def test_an_emergency_moves_to_the_experts_while_the_customer_waits(talk: Conversation) -> None:
    says(talk, "Something odd", escalated())
    since = talk.waiting_since
    says(talk, "We had a crash", escalated(EscalationReason.EXPERT_LINE, Line.EXPERT))

    assert (talk.line, talk.priority) == ("expert", Priority.URGENT)
    assert talk.waiting_since == since
    assert authors(talk).count("notice") == 1  # the customer was told already


@pytest.mark.parametrize("takes", [True, False])
def test_r03_the_assistant_never_talks_over_a_person(
    talk: Conversation, ben: User, takes: bool
) -> None:
    asked = receive(talk.pk, "I was charged twice", now=LATER)
    decided = an_entry(automatic())  # and while it was decided, a person came
    if takes:
        take(talk.pk, by=ben)
    else:
        say(talk.pk, Said(text="I look into it.", seen=1), by=ben, now=LATER)

    settle(asked, decided, now=LATER)

    assert "assistant" not in authors(talk)
    assert "notice" not in authors(talk)


def test_r03_what_is_said_after_a_person_gave_it_back_is_not_automatic_either(
    talk: Conversation, ben: User
) -> None:
    says(talk, "Something odd", escalated())
    say(talk.pk, Said(text="Solved.", seen=3), by=ben, now=LATER)
    give_back(talk.pk, by=ben)

    says(talk, "And I was charged twice", automatic())

    assert "assistant" not in authors(talk)
    assert talk.status == "waiting"


@pytest.mark.parametrize("act", [MessageAct.THANKS, MessageAct.GREETING])
def test_r14_thanks_after_a_reply_get_no_reply_and_call_nobody(
    talk: Conversation, act: MessageAct
) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "Thanks!", automatic(act))

    assert authors(talk) == ["customer", "assistant", "customer"]
    assert talk.status == "open"
    assert not PendingOutcome.objects.filter(kind="followed_up").exists()


def test_r14_thanks_reopen_nothing_but_a_question_does(talk: Conversation, ben: User) -> None:
    says(talk, "Something odd", escalated())
    say(talk.pk, Said(text="Solved.", seen=3), by=ben, now=LATER)
    resolve(talk.pk, by=ben, now=LATER)

    says(talk, "Thank you", escalated(act=MessageAct.THANKS))
    assert talk.status == "resolved"
    says(talk, "But it happened again", escalated())
    assert (talk.status, talk.reason) == ("waiting", HandOffReason.REPEATED_CONTACT)


def test_r04_a_robot_is_never_answered(talk: Conversation) -> None:
    robot = escalated(EscalationReason.AUTO_RESPONDER, act=MessageAct.AUTO_RESPONDER)

    says(talk, "Out of office", robot)

    assert authors(talk) == ["customer"]
    assert talk.status == "open"


DECISIONS: list[Decision | None] = [
    automatic(),
    automatic(MessageAct.THANKS),
    suggested(),
    escalated(),
    escalated(EscalationReason.EXPERT_LINE, Line.EXPERT),
    None,
]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("writes"), st.integers(0, 1)),
        st.tuples(st.just("settles"), st.integers(0, 5)),
        st.tuples(
            st.sampled_from(["takes", "answers", "resolves", "gives back", "asks"]), st.just(0)
        ),
    ),
    max_size=12,
)


@given(events=EVENTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_r04_at_most_one_automatic_reply_and_never_after_a_person(
    shop: HostedService, ben: User, events: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        talk = a_conversation(shop)
        for event, choice in events:
            happens(talk, ben, event, choice)
        written = authors(talk)
        transaction.set_rollback(True)

    assert written.count("assistant") <= 1
    if "assistant" in written:
        before = written[: written.index("assistant")]
        assert "person" not in before
        assert before.count("customer") == 1


def happens(talk: Conversation, ben: User, event: str, choice: int) -> None:
    match event:
        case "writes":
            receive(talk.pk, ("I was charged twice", "THIS IS A BAD JOKE NOW")[choice], now=LATER)
        case "settles":  # any of them, also one that is settled already
            said = list(talk.messages.filter(author="customer"))
            decision = DECISIONS[choice]
            if said:
                settle(
                    said[choice % len(said)], an_entry(decision) if decision else None, now=LATER
                )
        case "takes":
            take(talk.pk, by=ben)
        case "answers":
            say(talk.pk, Said(text="Here I am.", seen=10_000), by=ben, now=LATER)
        case "resolves":
            resolve(talk.pk, by=ben, now=LATER)
        case "gives back":
            give_back(talk.pk, by=ben)
        case "asks":
            ask_for_person(talk.pk, now=LATER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("decision", [automatic(), escalated()], ids=["sends", "hands over"])
def test_r03_two_who_settle_at_once_do_it_once(shop: HostedService, decision: Decision) -> None:
    talk = a_conversation(shop)
    asked = receive(talk.pk, "I was charged twice", now=LATER)
    entry, together = an_entry(decision), threading.Barrier(4)

    def settles() -> None:
        together.wait(timeout=30)
        try:
            settle(Message.objects.get(pk=asked.pk), entry, now=LATER)
        finally:
            connection.close()

    racers = [threading.Thread(target=settles) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert len(authors(talk)) == (2 if decision.kind == "auto_reply" else 3)


def test_what_a_dead_process_left_is_found_and_asked_as_before(talk: Conversation) -> None:
    says(talk, "I was charged twice", automatic())
    lost = receive(talk.pk, "No, look again", now=MONDAY)
    asked = inquiry_of(lost)
    receive(talk.pk, "Anybody?", now=MONDAY + timedelta(seconds=11))

    assert list(left_behind(MONDAY + timedelta(seconds=9))) == []
    assert list(left_behind(MONDAY + timedelta(seconds=11))) == [lost]
    assert inquiry_of(lost) == asked
    assert asked.auto_reply_sent
