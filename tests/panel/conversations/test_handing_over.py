"""The hand-off: four steps together, an honest wait, and nobody forgotten."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.builders import MONDAY
from tests.panel.conversations.talks import (
    LATER,
    a_conversation,
    an_entry,
    authors,
    automatic,
    says,
    suggested,
)

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations import handing_over
from firstline.panel.conversations.agents import Said, say
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.models import AgentNotice, Conversation, Line, PendingOutcome
from firstline.panel.conversations.receiving import receive
from firstline.panel.conversations.settling import settle
from firstline.panel.conversations.waits import Wait, expected_wait
from firstline.panel.conversations.words import hand_off_words
from firstline.panel.services.models import HostedService

STEPS = ("tell_customer", "brief_agents", "queue", "call_agents")


class DiskFull(Exception):
    """Something that breaks in the middle."""


@pytest.mark.parametrize("step", STEPS)
def test_r02_a_hand_off_is_whole_or_has_not_happened(
    talk: Conversation, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = receive(talk.pk, "Where is my phone?", now=LATER)
    decided = an_entry(suggested())

    def breaks(*_: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(handing_over, step, breaks)
        with pytest.raises(DiskFull):
            settle(asked, decided, now=LATER)
    talk.refresh_from_db()
    asked.refresh_from_db()
    assert authors(talk) == ["customer"]
    assert (talk.status, talk.waiting_since) == ("open", None)
    assert not AgentNotice.objects.exists()
    assert asked.settled_at is None  # so it is tried again

    settle(asked, decided, now=LATER)

    talk.refresh_from_db()
    assert authors(talk) == ["customer", "notice", "note"]
    assert (talk.status, talk.waiting_since) == ("waiting", LATER)
    assert AgentNotice.objects.count() == 3


def test_r02_everybody_who_answers_is_called_and_nobody_else(
    talk: Conversation, cast: dict[Role, User]
) -> None:
    User.objects.filter(pk=cast[Role.PUBLISHER].pk).update(is_active=False)

    says(talk, "Where is my phone?", suggested())

    called = {notice.to for notice in AgentNotice.objects.all()}
    assert called == {cast[Role.OWNER], cast[Role.AGENT]}


def test_the_agent_reads_what_was_asked_tried_and_looked_at(talk: Conversation) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "No, look again", suggested(negative=0.9))

    summary = talk.messages.get(author="note").summary
    assert summary == {
        "reason": "frustrated",
        "asked": "No, look again",
        "topic": "charged twice",
        "facts": {"payment_type": "card"},
        "not_looked_up": {},
        "triggers": [],
        "tried": ["You paid 12.50 once."],
        "sentiment": "negative",
    }


def test_r16_the_button_brings_a_person_once(talk: Conversation) -> None:
    says(talk, "I was charged twice", automatic())

    for _ in range(2):
        ask_for_person(talk.pk, now=LATER)

    talk.refresh_from_db()
    assert (talk.status, talk.reason) == ("waiting", "customer_asked")
    assert authors(talk) == ["customer", "assistant", "notice", "note"]
    summary = talk.messages.get(author="note").summary
    assert summary
    assert summary["topic"] == "charged twice"
    assert [outcome.kind for outcome in PendingOutcome.objects.all()] == ["escalated"]


def test_who_writes_again_speaks_against_the_automatic_reply_once(
    talk: Conversation, ben: User
) -> None:
    says(talk, "I was charged twice", automatic())
    says(talk, "No, look again", suggested())
    say(talk.pk, Said(text="You are right.", seen=3), by=ben, now=LATER)
    ask_for_person(talk.pk, now=LATER)

    kinds = [outcome.kind for outcome in PendingOutcome.objects.all()]
    assert kinds == ["followed_up", "agent_reply"]


def test_r06_the_time_of_the_hand_off_stays_when_a_person_answers(
    talk: Conversation, ben: User
) -> None:
    says(talk, "Where is my phone?", suggested())
    answered = LATER + timedelta(minutes=7)

    say(talk.pk, Said(text="In the car.", seen=3), by=ben, now=answered)

    talk.refresh_from_db()
    assert (talk.waiting_since, talk.answered_at) == (LATER, answered)


def waited(shop: HostedService, *minutes: int, line: Line = Line.FIRST) -> None:
    for each in minutes:
        talk = a_conversation(shop)
        talk.waiting_since, talk.answered_at = MONDAY, MONDAY + timedelta(minutes=each)
        talk.line, talk.status = line, "resolved"
        talk.save()


def test_the_wait_is_a_range_of_what_others_waited_for_this_line(shop: HostedService) -> None:
    waited(shop, 3, 4, 5, 6, 20)
    waited(shop, 900, line=Line.EXPERT)
    soon = MONDAY + timedelta(hours=2)

    assert expected_wait(shop, Line.FIRST, now=soon) == Wait(from_minutes=3, to_minutes=15)
    assert expected_wait(shop, Line.EXPERT, now=soon) is None
    assert expected_wait(shop, Line.FIRST, now=MONDAY + timedelta(days=8)) is None


def test_the_wait_promises_no_less_than_others_wait_just_now(shop: HostedService) -> None:
    waited(shop, 3, 4, 5, 6, 7)
    waiting = a_conversation(shop)
    waiting.status, waiting.waiting_since = "waiting", MONDAY
    waiting.save()

    wait = expected_wait(shop, Line.FIRST, now=MONDAY + timedelta(minutes=40))

    assert wait == Wait(from_minutes=3, to_minutes=40)


@pytest.mark.parametrize(
    ("language", "wait", "words"),
    [
        ("en", Wait(from_minutes=3, to_minutes=9), "between 3 and 9 minutes"),
        ("en", Wait(from_minutes=3, to_minutes=200), "up to 4 hours"),
        ("en", None, "as soon as somebody is free"),
        ("ru", Wait(from_minutes=3, to_minutes=9), "от 3 до 9 минут"),
        ("ja", Wait(from_minutes=3, to_minutes=9), "3～9分"),
        ("fr", None, "as soon as somebody is free"),
    ],
)
def test_the_customer_is_told_in_their_language(
    language: str, wait: Wait | None, words: str
) -> None:
    with translation.override("ja"):  # whoever works here speaks another one
        assert words in hand_off_words(language, wait)
