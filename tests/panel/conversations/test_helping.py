"""What helps agents: canned replies, skills, snoozing, colleagues, and saying what was wrong."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.panel.conversations.talks import LATER, a_conversation, says, suggested
from tests.panel.conversations.test_inbox import page_of, says_with_journal

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.conversations.agents import put_aside
from firstline.panel.conversations.models import Conversation, PendingOutcome
from firstline.panel.conversations.receiving import receive
from firstline.panel.inbox.queues import Listing, Queue, conversations_in
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


@pytest.fixture
def agent(as_: As) -> Client:
    return as_(Role.AGENT)


@pytest.fixture
def waiting(talk: Conversation) -> Conversation:
    says_with_journal(talk, "I was charged twice", suggested())
    talk.refresh_from_db()
    return talk


def listed(service: HostedService, user: User, queue: Queue) -> list[Conversation]:
    member = Membership.objects.get(service=service, user=user)
    return list(conversations_in(member, Listing(queue=queue), now=timezone.now()))


def test_a_specialist_writes_a_canned_reply_that_agents_find_filled(
    shop: HostedService, waiting: Conversation, as_: As, agent: Client
) -> None:
    waiting.facts = {"order_cost": "12.50"}
    waiting.save()
    new = reverse("canned-new", args=(shop.slug,))
    form = {"name": "cost", "tags": "money", "text_en": "It cost {{ order_cost }}."}
    as_(Role.SPECIALIST).post(new, form)

    assert "It cost 12.50." in agent.get(page_of("one", waiting)).content.decode()
    logged = AuditEntry.objects.get(subject="canned reply cost")
    assert "It cost {{ order_cost }}." in logged.after
    found = agent.get(f"{reverse('canned', args=(shop.slug,))}?q=mon").content.decode()
    assert "cost" in found
    assert agent.get(f"{reverse('canned', args=(shop.slug,))}?q=zebra").content.count(b"None fits")
    agent.post(reverse("canned-remove", args=(shop.slug, shop.canned_replies.get().pk)))
    assert not shop.canned_replies.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [("Hi {{ shoe_size }}", "There is no fact called shoe_size"), ("", "Write the text")],
)
def test_a_canned_reply_that_could_not_be_filled_is_refused(
    shop: HostedService, agent: Client, text: str, problem: str
) -> None:
    new = reverse("canned-new", args=(shop.slug,))
    refused = agent.post(new, {"name": "x", "text_en": text})

    assert refused.status_code == 422
    assert problem in refused.content.decode()


def test_what_is_put_aside_comes_back_by_itself(waiting: Conversation, ben: User) -> None:
    now, service = timezone.now(), waiting.service
    put_aside(waiting.pk, until=now + timedelta(hours=1), by=ben, now=now)
    assert listed(service, ben, Queue.MINE) == []
    assert listed(service, ben, Queue.SNOOZED) == [waiting]

    put_aside(waiting.pk, until=now - timedelta(seconds=1), by=ben, now=now)
    assert listed(service, ben, Queue.MINE) == [waiting]

    put_aside(waiting.pk, until=None, by=ben, now=now)
    assert listed(service, ben, Queue.MINE) == []
    receive(waiting.pk, "Hello?", now=LATER)
    assert listed(service, ben, Queue.MINE) == [waiting]


def test_for_me_shows_what_fits_and_hides_nothing(
    shop: HostedService, waiting: Conversation, agent: Client, ben: User
) -> None:
    other = a_conversation(shop)
    says(other, "Где мой телефон?", suggested())
    Conversation.objects.filter(pk=other.pk).update(language="ru")
    member = Membership.objects.get(service=shop, user=ben)
    assert set(listed(shop, ben, Queue.FOR_ME)) == {waiting, other}

    chosen = {"languages": ["en"], "topics": [waiting.topic_id]}
    agent.post(reverse("inbox-skills", args=(shop.slug, member.pk)), chosen)

    assert listed(shop, ben, Queue.FOR_ME) == [waiting]
    assert set(listed(shop, ben, Queue.WAITING)) == {waiting, other}
    assert AuditEntry.objects.filter(action="member_changed", after__contains="en").exists()


def test_nobody_but_an_owner_chooses_the_skills_of_others(
    shop: HostedService, as_: As, agent: Client, pavel: User
) -> None:
    member = Membership.objects.get(service=shop, user=pavel)
    address = reverse("inbox-skills", args=(shop.slug, member.pk))

    assert agent.get(address).status_code == 403
    assert as_(Role.OWNER).get(address).status_code == 200


def test_a_colleague_gets_it_and_a_note_says_so(
    waiting: Conversation, agent: Client, pavel: User
) -> None:
    page = agent.post(page_of("assign", waiting), {"to": pavel.pk}, follow=True)

    waiting.refresh_from_db()
    assert waiting.taken_by == pavel
    assert f"Given to {pavel}." in page.content.decode()


def test_experts_get_it_and_no_waiting_time_is_lost(waiting: Conversation, agent: Client) -> None:
    since = waiting.waiting_since
    agent.post(page_of("experts", waiting))

    waiting.refresh_from_db()
    assert (waiting.line, waiting.status, waiting.taken_by) == ("expert", "waiting", None)
    assert waiting.waiting_since == since
    newest = waiting.messages.last()
    assert newest is not None
    assert newest.author == "notice"


def test_r12_a_dismissed_suggestion_goes_and_the_journal_learns_why(
    waiting: Conversation, agent: Client
) -> None:
    said = {"template": "paid_once", "reason": "outdated"}
    page = agent.post(page_of("dismiss", waiting), said, follow=True).content.decode()
    agent.post(page_of("dismiss", waiting), said)

    assert "Suggestions" not in page
    outcome = PendingOutcome.objects.get()
    assert (outcome.kind, outcome.rejection) == ("rejected", "outdated")
    assert outcome.template_id == "paid_once"


def test_one_click_says_what_was_wrong(
    shop: HostedService, waiting: Conversation, as_: As, agent: Client
) -> None:
    agent.post(page_of("feedback", waiting), {"kind": "too_late"})
    agent.post(page_of("feedback", waiting), {"kind": "topic_corrected"})  # to which topic?
    agent.post(page_of("feedback", waiting), {"kind": "topic_corrected", "topic": "lost_item"})

    assert {(one.kind, one.topic_id) for one in PendingOutcome.objects.all()} == {
        ("too_late", ""),
        ("topic_corrected", "lost_item"),
    }
    trends = as_(Role.ANALYST).get(reverse("feedback", args=(shop.slug,)))
    assert trends.context["weeks"][0].in_order == [1, 0, 1]
    assert trends.context["topics"][0].confused_with == "lost_item"
