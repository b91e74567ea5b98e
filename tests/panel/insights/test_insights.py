"""Leads see what conversations came to, and what each number rests on."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from scipy.stats import binomtest
from tests.panel.conversations.talks import an_entry, automatic, suggested

from firstline.domain.decisions import Decision
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.conversations.agents import Said, say
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.ratings import rate
from firstline.panel.conversations.reasons import HandOffReason
from firstline.panel.conversations.receiving import open_conversation, receive
from firstline.panel.conversations.settling import settle
from firstline.panel.insights.endings import LASTING, Ending
from firstline.panel.insights.figures import SURE, Share
from firstline.panel.insights.kpis import Kpis, kpis
from firstline.panel.services.models import HostedService

NOW = timezone.now()
LONG_AGO = NOW - LASTING - timedelta(days=1)
ANSWER = "Here it is."
As = Callable[[Role], Client]


def asks(
    service: HostedService,
    decision: Decision,
    *,
    at: datetime = LONG_AGO,
    customer: str = "",
    takes: timedelta = timedelta(seconds=1),
) -> Conversation:
    """Let a customer write the first message, and settle it."""
    conversation = open_conversation(service, now=at, language="en", customer_id=customer)
    message = receive(conversation.pk, "Where is my money?", now=at)
    settle(message, an_entry(decision), now=at + takes)
    conversation.refresh_from_db()
    return conversation


def answers(
    conversation: Conversation,
    by: User,
    *,
    after: timedelta = timedelta(hours=1),
    suggested: str = "",
    offered: tuple[str, ...] = (),
) -> None:
    said = Said(text=ANSWER, suggested=suggested, offered=offered, seen=99)
    say(conversation.pk, said, by=by, now=conversation.opened_at + after)


def of_month(service: HostedService) -> Kpis:
    return kpis(service, days=30, now=NOW)


def test_r13_confirmed_and_silent_ends_are_told_apart(shop: HostedService) -> None:
    helped = asks(shop, automatic())
    rate(helped.pk, 5, now=LONG_AGO)
    asks(shop, automatic())
    unhappy = asks(shop, automatic())
    rate(unhappy.pk, 1, now=LONG_AGO)

    found = of_month(shop).endings
    assert (found[Ending.CONFIRMED], found[Ending.SILENT]) == (1, 2)


def test_r13_an_end_counts_only_once_it_has_lasted_seven_days(shop: HostedService) -> None:
    asks(shop, automatic(), at=NOW - LASTING + timedelta(minutes=1))
    assert of_month(shop).ended == 0
    asks(shop, automatic(), at=NOW - LASTING - timedelta(minutes=1))
    assert of_month(shop).ended == 1


def test_r13_who_comes_back_within_seven_days_was_not_helped(shop: HostedService) -> None:
    helped = asks(shop, automatic(), customer="c-1", at=LONG_AGO - timedelta(days=3))
    rate(helped.pk, 5, now=LONG_AGO)
    asks(shop, automatic(), customer="c-1")
    asks(shop, automatic(), customer="c-2", at=LONG_AGO - timedelta(days=9))
    asks(shop, automatic(), customer="c-2")  # nine days later is another matter

    found = of_month(shop)
    assert (found.endings[Ending.CAME_BACK], found.endings[Ending.SILENT]) == (1, 3)
    assert found.followed_up == Share(count=1, of=4)


def test_r13_customers_without_a_name_never_count_as_having_come_back(shop: HostedService) -> None:
    asks(shop, automatic(), at=LONG_AGO - timedelta(days=1))
    asks(shop, automatic())
    assert of_month(shop).endings[Ending.SILENT] == 2


@pytest.mark.parametrize(("count", "of"), [(0, 3), (8, 10), (800, 1_000), (5, 5)])
def test_r13_every_share_comes_with_its_interval(count: int, of: int) -> None:
    share = Share(count=count, of=of)
    expected = binomtest(count, of).proportion_ci(SURE, "wilson")
    assert (share.low, share.high) == pytest.approx((expected.low, expected.high))


def test_r13_of_nothing_no_share_is_shown() -> None:
    nothing = Share(count=0, of=0)
    assert (nothing.value, nothing.low, nothing.high) == (None, None, None)


def test_r13_a_share_of_the_automatic_replies_can_be_held_out_to_compare(
    shop: HostedService, ben: User
) -> None:
    asks(shop, automatic())
    assert of_month(shop).comparison is None
    HostedService.objects.filter(pk=shop.pk).update(held_out=1.0)
    shop.refresh_from_db()
    held = asks(shop, automatic())
    answers(held, ben, after=timedelta(hours=1))
    unsure = asks(shop, suggested())

    assert (held.reason, unsure.reason) == (HandOffReason.HELD_OUT, HandOffReason.LOW_CONFIDENCE)
    compared = of_month(shop).comparison
    assert compared
    assert (compared.automatic.stayed_away.of, compared.held_out.stayed_away.of) == (1, 1)


def test_a_hand_off_ends_with_a_person_or_without_an_answer(shop: HostedService, ben: User) -> None:
    answers(asks(shop, suggested()), ben, after=timedelta(hours=1))
    asks(shop, suggested())
    asked = asks(shop, automatic())
    ask_for_person(asked.pk, now=LONG_AGO)

    found = of_month(shop)
    assert found.endings[Ending.BY_PERSON] == 1
    assert found.endings[Ending.UNANSWERED] == 2
    assert found.followed_up == Share(count=1, of=1)
    assert dict(found.hand_offs) == {
        HandOffReason.LOW_CONFIDENCE: 2,
        HandOffReason.CUSTOMER_ASKED: 1,
    }


def test_first_replies_are_timed_from_the_first_message(shop: HostedService, ben: User) -> None:
    for seconds in (1, 2, 3):
        asks(shop, automatic(), takes=timedelta(seconds=seconds))
    slow = asks(shop, suggested())
    answers(slow, ben, after=timedelta(hours=2))
    answers(slow, ben, after=timedelta(hours=5))

    found = of_month(shop)
    assert found.automatic == Share(count=3, of=4)
    assert found.to_automatic.half == timedelta(seconds=2)
    assert (found.to_person.of, found.to_person.most) == (1, timedelta(hours=2))


def test_what_agents_make_of_suggestions_is_counted_where_there_were_some(
    shop: HostedService, ben: User
) -> None:
    offered = ("paid_once",)
    answers(asks(shop, suggested()), ben, suggested=ANSWER, offered=offered)
    answers(asks(shop, suggested()), ben, suggested="Here it was.", offered=offered)
    answers(asks(shop, suggested()), ben, offered=offered)
    answers(asks(shop, suggested()), ben)

    found = of_month(shop)
    assert found.sent_as_suggested == Share(count=1, of=3)
    assert found.edited == Share(count=1, of=3)


def test_the_page_answers_its_questions_and_stays_live(
    shop: HostedService, as_: As, ben: User
) -> None:
    lead = as_(Role.ANALYST)
    page = reverse("insights", args=(shop.slug,))
    assert "No customer has written" in lead.get(page).content.decode()
    answers(asks(shop, suggested(), at=NOW - timedelta(days=1)), ben, after=timedelta(minutes=5))
    rate(asks(shop, automatic()).pk, 5, now=LONG_AGO)

    shown = lead.get(page, {"days": "30"}).content.decode()
    assert "50.0 % of the first replies are automatic" in shown
    assert "Automatic, and the customer said that it helped" in shown
    part = lead.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_an_address_with_nonsense_shows_the_usual_days(shop: HostedService, as_: As) -> None:
    page = reverse("insights", args=(shop.slug,))
    answer = as_(Role.ANALYST).get(page, {"days": "-4", "line": "third"})
    assert (answer.status_code, answer.context["days"], answer.context["line"]) == (200, 7, "")
