"""The page says what is provably wrong with an edited rule."""

from django.test import Client
from tests.panel.content.conftest import EDITOR, form_of

PROOFS = "/s/shop/template-proofs/"


def found_by(client: Client, rule: str) -> str:
    form = form_of(client.get(EDITOR), rule=rule) | {"template": "paid_once"}
    answer = client.post(PROOFS, form)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_rule_that_contradicts_itself_is_a_defect(ada: Client) -> None:
    words = found_by(ada, "order_cost > 5 and order_cost < 3")
    assert "The rule contradicts itself" in words
    assert "defect" in words


def test_two_rules_that_fit_one_order_are_shown_with_such_an_order(ada: Client) -> None:
    words = found_by(ada, "order_cost > 5")
    assert "both fit one order" in words
    assert "<dt>payment_type</dt><dd>cash</dd>" in words


def test_orders_that_nothing_fits_are_shown(ada: Client) -> None:
    assert "no template fits some order" in found_by(ada, 'payment_type is "card"')


def test_a_rule_that_cannot_be_read_is_not_proven(ada: Client) -> None:
    assert "Nothing can be proven" in found_by(ada, "order_cost >")
