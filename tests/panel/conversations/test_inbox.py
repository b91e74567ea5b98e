"""Agents see who waits, read what was said, and answer."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.panel.conversations.talks import (
    LATER,
    a_conversation,
    a_reply,
    an_entry,
    authors,
    automatic,
    escalated,
    says,
    suggested,
)

from firstline.domain.decisions import Decision, EscalationReason
from firstline.domain.topics import Line
from firstline.journal.writer import Journal
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.agents import resolve, take
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.models import Conversation, PendingOutcome
from firstline.panel.conversations.receiving import receive
from firstline.panel.conversations.settling import settle
from firstline.panel.inbox.holding import send_now
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


def page_of(name: str, conversation: Conversation) -> str:
    return reverse(f"inbox-{name}", args=(conversation.service.slug, conversation.pk))


def says_with_journal(conversation: Conversation, text: str, decision: Decision) -> None:
    """Let the customer write, with a decision that the journal holds."""
    entry = an_entry(decision)
    with closing(Journal(conversation.service.folder.journal)) as journal:
        journal.record(entry).result(timeout=10)
    settle(receive(conversation.pk, text, now=LATER), entry, now=LATER)


@pytest.fixture
def agent(as_: As) -> Client:
    return as_(Role.AGENT)


def test_each_queue_lists_its_own_the_urgent_first(
    shop: HostedService, agent: Client, ben: User
) -> None:
    calm, urgent, held, answered = (a_conversation(shop) for _ in range(4))
    says(calm, "Where is my phone?", suggested())
    says(urgent, "We had a crash", escalated(EscalationReason.EXPERT_LINE, Line.EXPERT))
    says(held, "I am waiting", suggested())
    take(held.pk, by=ben)
    says(answered, "I was charged twice", automatic())
    inbox = reverse("inbox", args=(shop.slug,))

    waiting = agent.get(inbox).content.decode()
    assert waiting.index("We had a crash") < waiting.index("Where is my phone?")
    assert "I am waiting" not in waiting
    mine = agent.get(f"{inbox}?queue=mine").content.decode()
    assert "I am waiting" in mine
    assert "Where is my phone?" not in mine
    experts = agent.get(f"{inbox}?queue=all&line=expert").content.decode()
    assert "We had a crash" in experts
    assert "I was charged twice" not in experts
    resolve(urgent.pk, by=ben, now=LATER)
    everything = agent.get(f"{inbox}?queue=all").content.decode()
    assert everything.index("I was charged twice") < everything.index("We had a crash")


def test_an_empty_queue_says_what_to_do(shop: HostedService, agent: Client) -> None:
    inbox = reverse("inbox", args=(shop.slug,))

    assert "Nobody waits" in agent.get(inbox).content.decode()
    assert "Take one that waits" in agent.get(f"{inbox}?queue=mine").content.decode()


def test_the_list_is_live(shop: HostedService, agent: Client) -> None:
    part = agent.get(reverse("inbox", args=(shop.slug,)), headers={"HX-Request": "true"})

    assert part.content.decode().startswith('<div id="queue"')
    assert 'hx-trigger="every' in part.content.decode()


def test_an_agent_reads_the_thread_the_summary_and_the_facts(
    talk: Conversation, agent: Client
) -> None:
    talk.facts = {"payment_type": "card", "is_new": False, "options": ["pets", "child seat"]}
    talk.save()
    says(talk, "I was charged twice", automatic())
    says(talk, "No, look again", suggested())

    page = agent.get(page_of("one", talk)).content.decode()

    for words in (
        "I was charged twice",
        "You paid 12.50 once.",
        "A person will answer you.",
        "The customer wrote again",
        "Already tried",
        "payment_type",
        "<dd>false</dd>",
        "<dd>pets, child seat</dd>",
        "Why this reply?",
    ):
        assert words in page


def test_a_suggestion_can_be_sent_as_it_is(talk: Conversation, agent: Client) -> None:
    says_with_journal(talk, "I was charged twice", suggested())
    page = agent.get(page_of("one", talk)).content.decode()
    assert "You paid 12.50 once." in page

    form = {"template": "paid_once", "topic": "charged_twice", "seen": 3, "key": "k"}
    sent = agent.post(page_of("say", talk), {"text": "You paid 12.50 once.", **form}, follow=True)
    assert "Suggestions" not in sent.content.decode()  # it has served
    send_now(talk.pk, now=LATER)

    assert authors(talk)[-1] == "person"
    outcome = PendingOutcome.objects.get()
    assert (outcome.template_id, outcome.similarity) == ("paid_once", 1.0)


def test_a_suggestion_can_be_edited_first(talk: Conversation, agent: Client) -> None:
    says_with_journal(talk, "I was charged twice", suggested())

    page = agent.get(f"{page_of('one', talk)}?edit=paid_once").content.decode()

    assert "You paid 12.50 once.</textarea>" in page
    assert '<input type="hidden" name="template" value="paid_once"' in page


def test_a_suggestion_goes_when_the_customer_writes_again(
    talk: Conversation, agent: Client
) -> None:
    says_with_journal(talk, "I was charged twice", suggested())
    receive(talk.pk, "I have found the receipt", now=LATER)

    assert "Suggestions" not in agent.get(page_of("one", talk)).content.decode()


def test_r12_a_reply_below_the_floor_is_not_shown(talk: Conversation, agent: Client) -> None:
    """What the engine finds too weak it escalates without a reply, though the trace has one."""
    says_with_journal(talk, "I was charged twice", escalated(EscalationReason.UNSURE))

    assert "Suggestions" not in agent.get(page_of("one", talk)).content.decode()


def test_the_page_works_while_the_journal_is_away(talk: Conversation, agent: Client) -> None:
    says(talk, "I was charged twice", suggested())

    assert agent.get(page_of("one", talk)).status_code == 200


def test_the_open_page_is_told_only_of_what_is_new(talk: Conversation, agent: Client) -> None:
    says(talk, "Where is my phone?", suggested())
    first = agent.get(page_of("one", talk))
    address = f"{page_of('one', talk)}?state={first.context['state']}"
    live = {"HX-Request": "true"}

    assert agent.get(address, headers=live).status_code == 204
    receive(talk.pk, "Hello?", now=LATER)
    assert "Hello?" in agent.get(address, headers=live).content.decode()


def test_a_reply_that_crosses_a_message_stays_in_its_box(talk: Conversation, agent: Client) -> None:
    says(talk, "Where is my phone?", suggested())
    receive(talk.pk, "Found it!", now=LATER)

    refused = agent.post(page_of("say", talk), {"text": "It is in the car.", "seen": 3})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Something was written meanwhile" in page
    assert "It is in the car.</textarea>" in page
    assert "person" not in authors(talk)


@pytest.mark.parametrize(("form", "field"), [("say", "text"), ("note", "note")])
def test_an_empty_form_says_so(talk: Conversation, agent: Client, form: str, field: str) -> None:
    refused = agent.post(page_of(form, talk), {field: " ", "seen": 0})

    assert refused.status_code == 422
    assert "This field is required" in refused.content.decode()


def test_taking_noting_resolving_and_giving_back(
    talk: Conversation, agent: Client, as_: As, ben: User, pavel: User
) -> None:
    says(talk, "Where is my phone?", suggested())

    agent.post(page_of("take", talk))
    agent.post(page_of("note", talk), {"note": "Asked the driver."})
    talk.refresh_from_db()
    assert (talk.status, talk.taken_by) == ("with_person", ben)
    assert talk.messages.last().text == "Asked the driver."  # type: ignore[union-attr]  # just written

    publisher = as_(Role.PUBLISHER)
    page = publisher.post(page_of("resolve", talk), follow=True).content.decode()
    assert "has this conversation" in page
    assert "Take it over" in page
    publisher.post(page_of("take-over", talk))
    talk.refresh_from_db()
    assert talk.taken_by == pavel
    publisher.post(page_of("give-back", talk))
    talk.refresh_from_db()
    assert talk.status == "waiting"
    agent.post(page_of("resolve", talk))
    talk.refresh_from_db()
    assert talk.status == "resolved"


def test_who_pressed_the_button_comes_with_what_the_reply_was_decided_on(
    talk: Conversation,
) -> None:
    says_with_journal(talk, "I was charged twice", automatic())

    ask_for_person(talk.pk, now=LATER)

    summary = talk.messages.get(author="note").summary
    assert summary
    assert (summary["topic"], summary["sentiment"]) == ("charged twice", "neutral")
    assert summary["facts"] == {"payment_type": "card"}


def test_what_people_write_is_only_text(talk: Conversation, agent: Client, ben: User) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    talk.customer_id = talk.customer_name = talk.rating_comment = attack
    talk.facts = {"driver_name": attack}
    talk.save()
    ben.name = attack
    ben.save()
    talk.service.canned_replies.create(name=attack, tags=attack, texts={"en": attack})
    says(talk, attack, replace(suggested(), replies=(a_reply(attack),)))
    agent.post(page_of("say", talk), {"text": attack})
    agent.post(page_of("note", talk), {"note": attack})

    for address in (page_of("one", talk), reverse("inbox", args=(talk.service.slug,))):
        page = agent.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert" in page
