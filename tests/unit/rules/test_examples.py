from datetime import UTC, datetime

import pytest

from firstline.domain.errors import InquiryError
from firstline.domain.facts import FactSchema
from firstline.domain.templates import TemplateExample
from firstline.rules import compile_rule, contradiction

PAID = {"payment_type": "card", "transaction_sum": "12.50", "order_cost": "12.50"}


def an_example(*, gets_it: bool = True, because: str = "", **facts: object) -> TemplateExample:
    return TemplateExample(gets_it=gets_it, because=because, facts={**PAID, **facts})


def judged(
    example: TemplateExample,
    schema: FactSchema,
    rule: str = 'payment_type is "card" and transaction_sum is order_cost',
) -> str:
    return contradiction(example, compile_rule(rule, schema), schema, zone=UTC)


@pytest.mark.parametrize(
    "example",
    [
        an_example(),
        an_example(gets_it=False, payment_type="cash"),
        an_example(gets_it=False, transaction_sum=None),
    ],
    ids=["true", "false", "unknown"],
)
def test_a_rule_and_an_example_agree(example: TemplateExample, schema: FactSchema) -> None:
    assert judged(example, schema) == ""


def test_a_false_rule_shows_the_condition_that_failed(schema: FactSchema) -> None:
    assert judged(an_example(transaction_sum="12"), schema) == (
        "this order should get the template, but the rule is false of it; "
        "correct the rule or the example\n"
        "    ✗ transaction_sum is order_cost  (transaction_sum = 12, order_cost = 12.50)"
    )


def test_an_unknown_rule_shows_the_fact_that_is_missing(schema: FactSchema) -> None:
    assert judged(an_example(transaction_sum=None), schema) == (
        "this order should get the template, but whether the rule is true of it is unknown; "
        "add the missing facts, or correct the rule\n"
        "    ? transaction_sum is order_cost  (transaction_sum = missing, order_cost = 12.50)"
    )


def test_a_true_rule_shows_what_made_it_true(schema: FactSchema) -> None:
    example = an_example(gets_it=False, because="paid in a shop")
    assert judged(example, schema, 'payment_type is "card" or riders > 4') == (
        "this order (paid in a shop) should not get the template, but the rule is true of it; "
        "correct the rule or the example\n"
        '    ✓ payment_type is "card"  (payment_type = card)'
    )


@pytest.mark.parametrize(
    "rule",
    ["order_created_at at most 2 hours ago", "riders is 2 or not (received_at > delivered_at)"],
)
def test_a_rule_that_asks_for_the_time_needs_it(rule: str, schema: FactSchema) -> None:
    assert judged(an_example(), schema, rule) == (
        "the rule asks when the inquiry came in; add `received_at` to this example"
    )


def test_a_rule_counts_back_from_the_time_of_the_example(schema: FactSchema) -> None:
    example = TemplateExample(
        gets_it=True,
        facts={"order_created_at": "2026-03-01T10:00:00"},
        received_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    )
    assert judged(example, schema, "order_created_at at most 2 hours ago") == ""
    assert "is false of it" in judged(example, schema, "order_created_at more than 2 hours ago")


def test_a_fact_that_does_not_fit_is_an_error(schema: FactSchema) -> None:
    with pytest.raises(InquiryError, match="riders"):
        judged(an_example(riders="two"), schema)
