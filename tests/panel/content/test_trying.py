"""Texts are previewed with real orders, and rules are tried on past inquiries."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.builders import ACCIDENT, LOST_ITEM, MONDAY, an_inquiry
from tests.panel.content.conftest import EDITOR, form_of, minutes

from firstline.domain.decisions import AutoReply
from firstline.journal.entries import JournalEntry
from firstline.panel.services.models import HostedService

TRY, TRIAL = f"{EDITOR}try/", "/s/shop/template-trial/"
Decide = Callable[..., JournalEntry]


def test_a_text_is_filled_in_with_an_example_customers_order(ada: Client) -> None:
    form = {
        "order": "customer:carla",
        "text-en": "You paid {{ order_cost }}. {{ trips }} {{ zebra }}",
    }
    words = ada.post("/s/shop/template-preview/", form).content.decode()
    assert "<mark>12.50</mark>" in words
    assert 'class="missing"' in words
    assert 'class="unknown"' in words


def test_a_text_is_filled_in_with_what_really_came_in(ada: Client, decided: Decide) -> None:
    entry = decided(an_inquiry(facts={"order_cost": "99.00"}))
    form = {"order": f"decision:{entry.decision_id}", "text-en": "{{ order_cost }}"}
    words = ada.post("/s/shop/template-preview/", form).content.decode()
    assert "<mark>99</mark>" in words or "<mark>99.00</mark>" in words


def test_a_past_inquiry_is_decided_again_as_it_was(ada: Client, decided: Decide) -> None:
    entry = decided()
    page = ada.get(f"{TRY}?order=decision:{entry.decision_id}")
    tried = page.context["tried"]
    assert tried.decision.kind == entry.decision.kind
    assert tried.clause.holds is True
    assert isinstance(entry.decision, AutoReply)
    assert tried.decision.reply == entry.decision.reply


def test_an_edited_rule_changes_what_would_be_decided(ada: Client, decided: Decide) -> None:
    entry = decided()
    form = form_of(ada.get(EDITOR), rule="order_cost > 500")
    page = ada.post(
        TRIAL, form | {"template": "paid_once", "trial": f"decision:{entry.decision_id}"}
    )
    tried = page.context["tried"]
    assert tried.clause.holds is False
    assert tried.clause.seen == {"order_cost": "12.50"}
    assert tried.decision.kind == "escalation"
    assert tried.then.kind == "auto_reply"
    words = page.content.decode()
    assert 'class="clause no"' in words
    assert "Given to an agent" in words


def test_a_rule_that_is_not_whole_is_not_tried(ada: Client, decided: Decide) -> None:
    entry = decided()
    form = form_of(ada.get(EDITOR), rule="order_cost >")
    page = ada.post(TRIAL, form | {"trial": f"decision:{entry.decision_id}"})
    assert "before the rule is whole" in page.content.decode()


def test_a_message_of_ones_own_is_read_by_the_engine(ada: Client) -> None:
    asked = {"text": "I was charged twice for my ride", "fact-payment_type": "card"}
    page = ada.get(TRY, asked | {"fact-order_cost": "3"})
    assert page.context["tried"].decision.reply.template_id == "paid_once"
    assert "You paid 3 once." in page.content.decode()


def test_a_fact_of_the_wrong_type_gets_a_clear_answer(ada: Client) -> None:
    page = ada.get(TRY, {"text": "hello", "fact-order_cost": "three"})
    assert page.status_code == 200
    assert "unknown" in page.content.decode()


@pytest.mark.parametrize("order", ["customer:nobody", "decision:d0", "x", "customer:carla#99"])
def test_an_order_that_is_not_there_breaks_nothing(ada: Client, order: str) -> None:
    assert ada.get(TRY, {"order": order}).status_code == 200


def test_past_inquiries_come_newest_first_and_are_found_by_words(
    ada: Client, decided: Decide
) -> None:
    decided(an_inquiry(LOST_ITEM), at=MONDAY)
    decided(an_inquiry(ACCIDENT), at=MONDAY + minutes(1))
    listed = [order.inquiry.text for order in ada.get(TRY).context["past"]]
    assert listed == [ACCIDENT, LOST_ITEM]
    found = ada.get(TRY, {"q": "PHONE left"}).context["past"]
    assert [order.inquiry.text for order in found] == [LOST_ITEM]


def test_past_inquiries_are_found_by_their_id_and_paged(ada: Client, decided: Decide) -> None:
    entries = [decided(at=MONDAY + minutes(number)) for number in range(22)]
    first = ada.get(TRY).context
    assert len(first["past"]) == 20
    rest = ada.get(TRY, {"before": first["older"]}).context
    assert [order.entry.decision_id for order in rest["past"]] == [
        entries[1].decision_id,
        entries[0].decision_id,
    ]
    assert rest["older"] is None
    (found,) = ada.get(TRY, {"q": entries[7].decision_id}).context["past"]
    assert found.entry == entries[7]


def test_before_anybody_wrote_the_inquiries_of_the_history_are_tried_on(
    ada: Client, rehearsed: Callable[..., None]
) -> None:
    rehearsed(an_inquiry(LOST_ITEM), an_inquiry(ACCIDENT))
    page = ada.get(TRY)
    assert [order.inquiry.text for order in page.context["past"]] == [ACCIDENT, LOST_ITEM]
    assert "Nothing of this was sent" in page.content.decode()
    assert "Nobody has written yet" not in page.content.decode()

    chosen = ada.get(TRY, {"order": page.context["past"][0].key})
    assert "An inquiry of the history." in chosen.content.decode()
    assert chosen.context["tried"].decision is not None
    assert "Inquiries of the history" in ada.get(EDITOR).content.decode()


def test_what_customers_wrote_comes_first_and_the_history_beside_it(
    ada: Client, decided: Decide, rehearsed: Callable[..., None]
) -> None:
    rehearsed(an_inquiry(LOST_ITEM))
    decided(an_inquiry(ACCIDENT))
    assert [o.inquiry.text for o in ada.get(TRY).context["past"]] == [ACCIDENT]
    of_history = ada.get(TRY, {"of": "history"})
    assert [o.inquiry.text for o in of_history.context["past"]] == [LOST_ITEM]
    searched = ada.get(TRY, {"of": "history", "q": "phone"})
    assert [o.inquiry.text for o in searched.context["past"]] == [LOST_ITEM]


def test_another_service_cannot_be_read_through_the_form(ada: Client, shop: HostedService) -> None:
    assert shop.slug == "shop"
    assert ada.get("/s/bakery/templates/").status_code == 404
    assert ada.post("/s/bakery/template-trial/", {}).status_code == 404
