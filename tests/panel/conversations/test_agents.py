"""What agents do with a conversation."""

import pytest
from tests.panel.conversations.talks import LATER, authors, escalated, says, suggested

from firstline.panel.accounts.models import User
from firstline.panel.conversations.agents import (
    NothingWritten,
    Said,
    SomebodyElseHasIt,
    SomethingNewer,
    give_back,
    note,
    resolve,
    say,
    take,
    take_over,
)
from firstline.panel.conversations.models import Conversation, PendingOutcome
from firstline.panel.conversations.receiving import receive


@pytest.fixture
def waiting(talk: Conversation) -> Conversation:
    """Carla asked where her phone is, and waits for a person."""
    says(talk, "Where is my phone?", suggested())
    return talk


def test_who_answers_has_the_conversation(waiting: Conversation, ben: User, pavel: User) -> None:
    say(waiting.pk, Said(text="In the car.", seen=3), by=ben, now=LATER)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.taken_by) == ("with_person", ben)
    with pytest.raises(SomebodyElseHasIt, match=str(ben)):
        take(waiting.pk, by=pavel)
    with pytest.raises(SomebodyElseHasIt):
        resolve(waiting.pk, by=pavel, now=LATER)
    with pytest.raises(SomebodyElseHasIt):
        give_back(waiting.pk, by=pavel)
    with pytest.raises(SomebodyElseHasIt):
        say(waiting.pk, Said(text="At home.", seen=4), by=pavel, now=LATER)
    assert authors(waiting).count("person") == 1


def test_another_agent_can_take_it_over_on_purpose(
    waiting: Conversation, ben: User, pavel: User
) -> None:
    take(waiting.pk, by=ben)
    take_over(waiting.pk, by=pavel)

    waiting.refresh_from_db()
    assert waiting.taken_by == pavel


def test_a_reply_that_crosses_a_new_message_is_not_sent(waiting: Conversation, ben: User) -> None:
    receive(waiting.pk, "I have found it!", now=LATER)

    with pytest.raises(SomethingNewer):
        say(waiting.pk, Said(text="In the car.", seen=3), by=ben, now=LATER)

    assert "person" not in authors(waiting)


def test_pressing_send_twice_sends_once(waiting: Conversation, ben: User) -> None:
    for _ in range(2):
        say(waiting.pk, Said(text="In the car.", seen=3, key="form 1"), by=ben, now=LATER)

    assert authors(waiting).count("person") == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_not_sent(waiting: Conversation, ben: User, text: str) -> None:
    with pytest.raises(NothingWritten):
        say(waiting.pk, Said(text=text, seen=3), by=ben, now=LATER)
    with pytest.raises(NothingWritten):
        note(waiting.pk, text, by=ben, now=LATER)


def test_what_was_sent_and_what_it_was_made_from_is_an_outcome(
    waiting: Conversation, ben: User
) -> None:
    said = Said(text="In the car.", template_id="driver_has_it", topic_id="lost_item", seen=3)

    say(waiting.pk, said, by=ben, now=LATER)
    say(waiting.pk, Said(text="Anything else?", seen=4), by=ben, now=LATER)

    asked = waiting.messages.get(author="customer")
    outcome = PendingOutcome.objects.get()  # only the first words answer the question
    assert (outcome.kind, outcome.decision_id) == ("agent_reply", asked.decision_id)
    assert (outcome.text, outcome.template_id) == ("In the car.", "driver_has_it")
    assert outcome.topic_id == "lost_item"


def test_what_was_never_decided_has_no_outcome(talk: Conversation, ben: User) -> None:
    says(talk, "Where is my phone?", None)

    say(talk.pk, Said(text="In the car.", seen=3), by=ben, now=LATER)

    assert not PendingOutcome.objects.exists()


def test_a_conversation_given_back_waits_again_or_is_with_the_assistant(
    waiting: Conversation, ben: User
) -> None:
    take(waiting.pk, by=ben)
    give_back(waiting.pk, by=ben)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.taken_by) == ("waiting", None)

    say(waiting.pk, Said(text="In the car.", seen=3), by=ben, now=LATER)
    give_back(waiting.pk, by=ben)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.taken_by) == ("open", None)


def test_resolving_closes_it_and_taking_it_opens_it_again(waiting: Conversation, ben: User) -> None:
    resolve(waiting.pk, by=ben, now=LATER)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.resolved_at) == ("resolved", LATER)

    take(waiting.pk, by=ben)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.resolved_at) == ("with_person", None)


def test_what_comes_while_a_person_has_it_is_left_to_them(waiting: Conversation, ben: User) -> None:
    take(waiting.pk, by=ben)

    says(waiting, "Hello?", escalated())

    assert waiting.status == "with_person"
    assert authors(waiting) == ["customer", "notice", "note", "customer"]
