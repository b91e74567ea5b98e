"""Agents and customers see who is at a conversation."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from tests.panel.conversations.talks import LATER, says, suggested
from tests.panel.conversations.test_inbox import page_of

from firstline.hosting.conversations.reading import thread_of
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.models import Conversation
from firstline.panel.inbox.models import Activity, Presence
from firstline.panel.inbox.presences import be_present, forget_presences, others_at


def test_a_colleague_is_told_who_replies(
    talk: Conversation, as_: Callable[[Role], Client], ben: User
) -> None:
    says(talk, "Where is my phone?", suggested())
    assert as_(Role.AGENT).post(page_of("here", talk), {"activity": "looking"}).status_code == 204
    publisher = as_(Role.PUBLISHER)
    looking = publisher.get(page_of("one", talk))
    assert f"<strong>{ben}</strong> is looking at it" in looking.content.decode()

    as_(Role.AGENT).post(page_of("here", talk), {"activity": "replying"})

    address = f"{page_of('one', talk)}?state={looking.context['state']}"
    live = publisher.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f"<strong>{ben}</strong> is replying" in live
    assert "is replying" not in as_(Role.AGENT).get(page_of("one", talk)).content.decode()


def test_who_closed_the_page_is_forgotten(talk: Conversation, ben: User, pavel: User) -> None:
    be_present(talk, Activity.REPLYING, user=ben, now=LATER)
    be_present(talk, Activity.LOOKING, user=ben, now=LATER)
    assert [one.activity for one in others_at(talk, pavel, now=LATER)] == ["looking"]

    later = LATER + timedelta(seconds=20)

    assert not others_at(talk, pavel, now=later)
    assert forget_presences(later) == 1
    assert not Presence.objects.exists()


def test_the_customer_is_told_that_an_agent_replies(talk: Conversation, ben: User) -> None:
    now = timezone.now()
    assert not thread_of(talk.pk, now=now).is_agent_replying
    be_present(talk, Activity.LOOKING, user=ben, now=now)
    assert not thread_of(talk.pk, now=now).is_agent_replying

    be_present(talk, Activity.REPLYING, user=ben, now=now)

    assert thread_of(talk.pk, now=now).is_agent_replying
    assert not thread_of(talk.pk, now=now + timedelta(seconds=20)).is_agent_replying
