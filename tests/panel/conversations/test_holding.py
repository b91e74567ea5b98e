"""An agent's reply can be taken back for some seconds; until then nobody else sees it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.panel.conversations.talks import LATER, authors, says, suggested
from tests.panel.conversations.test_inbox import page_of

from firstline.hosting.conversations.reading import thread_of
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.agents import Said, SomethingNewer, take_over
from firstline.panel.conversations.models import Conversation, PendingOutcome
from firstline.panel.inbox.holding import TooLateToUndo, hold, send_all_due, send_now, undo
from firstline.panel.inbox.models import HeldReply
from firstline.work.ticking import TICKS

SOON = LATER + timedelta(seconds=3)
SENT = LATER + timedelta(seconds=6)
IN_THE_CAR = Said(text="In the car.", seen=3, key="form 1")


@pytest.fixture
def waiting(talk: Conversation) -> Conversation:
    """Carla asked where her phone is, and waits for a person."""
    says(talk, "Where is my phone?", suggested())
    return talk


@pytest.fixture
def held(waiting: Conversation, ben: User) -> Conversation:
    """Ben has just pressed Send."""
    hold(waiting.pk, IN_THE_CAR, by=ben, now=LATER)
    return waiting


def test_the_customer_sees_a_reply_only_when_it_is_due(held: Conversation) -> None:
    before = thread_of(held.pk, now=SOON)
    assert [message.author for message in before.messages] == ["customer", "notice"]
    assert before.is_agent_replying

    after = thread_of(held.pk, now=SENT)

    assert after.messages[-1].text == "In the car."
    assert after.messages[-1].at == SENT
    assert not after.is_agent_replying


def test_nothing_has_happened_until_it_is_sent(held: Conversation, ben: User) -> None:
    held.refresh_from_db()
    assert held.taken_by == ben  # but nobody and nothing else may answer any more
    assert held.answered_at is None
    assert not PendingOutcome.objects.exists()

    assert send_all_due(SOON) == 0
    assert send_all_due(SENT) == 1

    held.refresh_from_db()
    assert held.answered_at == SENT
    assert PendingOutcome.objects.get().text == "In the car."
    assert send_all_due in [tick.do for tick in TICKS]


def test_who_sent_it_takes_it_back(held: Conversation, ben: User, pavel: User) -> None:
    with pytest.raises(TooLateToUndo):
        undo(held.pk, by=pavel, now=SOON)

    assert undo(held.pk, by=ben, now=SOON) == IN_THE_CAR

    assert send_all_due(SENT) == 0
    assert "person" not in authors(held)


def test_it_is_too_late_once_it_is_due_even_if_nobody_has_sent_it_yet(
    held: Conversation, ben: User
) -> None:
    with pytest.raises(TooLateToUndo):
        undo(held.pk, by=ben, now=SENT)

    send_all_due(SENT)
    assert authors(held)[-1] == "person"


def test_pressing_send_twice_holds_and_sends_one(held: Conversation, ben: User) -> None:
    hold(held.pk, IN_THE_CAR, by=ben, now=SOON)
    send_all_due(SENT)
    hold(held.pk, IN_THE_CAR, by=ben, now=SENT)
    send_all_due(SENT + timedelta(minutes=1))

    assert authors(held).count("person") == 1


def test_a_second_reply_sends_the_first_and_waits_itself(held: Conversation, ben: User) -> None:
    hold(held.pk, Said(text="On the back seat.", seen=3, key="form 2"), by=ben, now=SOON)

    assert held.messages.get(author="person").text == "In the car."
    assert HeldReply.objects.get().text == "On the back seat."


def test_what_the_customer_writes_meanwhile_comes_first_and_keeps_it_open(
    waiting: Conversation, ben: User
) -> None:
    hold(waiting.pk, IN_THE_CAR, by=ben, now=LATER, then_resolve=True)
    says(waiting, "And my keys?", suggested(), at=SOON)
    send_all_due(SENT)

    waiting.refresh_from_db()
    assert authors(waiting)[-2:] == ["customer", "person"]
    assert waiting.status == "with_person"  # somebody is to read it


def test_a_customer_who_polls_misses_nothing(held: Conversation) -> None:
    """Numbers are given when something is sent, so `after` never skips a held reply."""
    says(held, "And my keys?", suggested(), at=SOON)
    newest = thread_of(held.pk, now=SOON).newest

    assert [m.text for m in thread_of(held.pk, now=SENT, after=newest).messages] == ["In the car."]


def test_sending_and_resolving(waiting: Conversation, ben: User) -> None:
    hold(waiting.pk, IN_THE_CAR, by=ben, now=LATER, then_resolve=True)
    assert thread_of(waiting.pk, now=SOON).status == "with_person"

    assert thread_of(waiting.pk, now=SENT).status == "resolved"


def test_a_colleague_who_takes_it_over_meanwhile_resolves_it_alone(
    waiting: Conversation, ben: User, pavel: User
) -> None:
    hold(waiting.pk, IN_THE_CAR, by=ben, now=LATER, then_resolve=True)
    take_over(waiting.pk, by=pavel)
    send_all_due(SENT)

    waiting.refresh_from_db()
    assert authors(waiting)[-1] == "person"
    assert (waiting.status, waiting.taken_by) == ("with_person", pavel)


def test_a_reply_that_crosses_a_message_is_not_even_held(waiting: Conversation, ben: User) -> None:
    says(waiting, "Found it!", suggested(), at=LATER)

    with pytest.raises(SomethingNewer):
        hold(waiting.pk, IN_THE_CAR, by=ben, now=LATER)

    assert not HeldReply.objects.exists()


def test_ones_own_last_reply_makes_the_next_one_not_out_of_date(
    held: Conversation, ben: User
) -> None:
    """The page may not have shown yet that the first one has gone out."""
    send_now(held.pk, now=SENT)

    hold(held.pk, Said(text="On the back seat.", seen=3, key="form 2"), by=ben, now=SENT)

    assert HeldReply.objects.get().text == "On the back seat."


def test_undoing_on_the_page_brings_the_text_back(
    waiting: Conversation, as_: Callable[[Role], Client]
) -> None:
    agent = as_(Role.AGENT)
    sent = agent.post(page_of("say", waiting), {"text": "In the cra.", "seen": 3}, follow=True)
    assert "Sending…" in sent.content.decode()

    undone = agent.post(page_of("undo", waiting), follow=True).content.decode()

    assert "In the cra.</textarea>" in undone
    assert "Sending…" not in undone
    assert "person" not in authors(waiting)
    assert "In the cra." not in agent.get(page_of("one", waiting)).content.decode()


def test_resolving_sends_what_is_on_its_way_first(
    waiting: Conversation, as_: Callable[[Role], Client]
) -> None:
    agent = as_(Role.AGENT)
    agent.post(page_of("say", waiting), {"text": "In the car.", "seen": 3})
    agent.post(page_of("resolve", waiting))

    waiting.refresh_from_db()
    assert authors(waiting)[-1] == "person"
    assert waiting.status == "resolved"
    late = agent.post(page_of("undo", waiting), follow=True)
    assert "too late to undo" in late.content.decode()
