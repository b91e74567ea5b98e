import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType
from firstline.rules import compile_rule
from firstline.rules.proofs import Answer, NotDecided, Proven, Prover, Witness


@pytest.fixture
def nullable(schema: FactSchema) -> FactSchema:
    return FactSchema(tuple(replace(fact, nullable=True) for fact in schema))


def never_true(text: str, schema: FactSchema, *, timeout_s: float = 10) -> Answer:
    rule = compile_rule(text, schema).condition
    return Prover([rule], schema, timeout_s=timeout_s).never_true(rule)


def order_for(text: str, schema: FactSchema) -> Facts:
    answer = never_true(text, schema)
    assert isinstance(answer, Witness), answer
    assert compile_rule(text, schema).holds(answer.facts, answer.received_at) is True
    return answer.facts


@pytest.mark.parametrize(
    "text",
    [
        'payment_type is "card" and payment_type is "cash"',
        'payment_type is not "card" and payment_type not in ["cash", "wallet"]',
        "riders > 2 and riders < 3",
        "riders * 2 is 13",
        "order_cost * 3 is 1",
        "transaction_sum is order_cost + 5 and order_cost >= transaction_sum",
        "riders is 1 and riders + 0.5 is 1",
        'city starts with "Saint " and city starts with "New "',
        'city ends with "burg" and city does not contain "ur"',
        'city is "Paris" and city contains "x"',
        'city is ""',
        'options contains "pool" and not options contains "pool"',
        "birthday < 2000-01-01 and birthday between 2000-01-01 and 2000-12-31",
        "delivered_at more than 2 hours ago and received_at within 1 hour of delivered_at",
        "order_created_at more than 2 hours ago and order_created_at at most 90 minutes ago",
        "order_created_at < 1900-01-01T00:00:00+00:00",
        "delivered_at > received_at and delivered_at at most 1 day ago",
        "riders > 999999999999999999999999999999",
        "is_vip is true and is_vip is false",
        "riders between 4 and 6 and riders not between 2 and 8",
        "birthday in [2000-01-01, 2000-01-02] and birthday > 2000-01-02",
    ],
)
def test_a_contradiction_is_never_true(text: str, schema: FactSchema) -> None:
    assert never_true(text, schema) == Proven()


def test_a_fact_that_cannot_be_missing_is_never_missing(
    schema: FactSchema, nullable: FactSchema
) -> None:
    assert never_true("riders is missing", schema) == Proven()
    assert order_for("riders is missing", nullable) == {"riders": None}


def test_what_is_unknown_is_neither_true_nor_false(nullable: FactSchema) -> None:
    rule = compile_rule("riders > 2 or riders <= 2", nullable).condition
    prover = Prover([rule], nullable)

    assert prover.always_true(rule) == Witness(
        facts={FactName("riders"): None}, received_at=datetime(2026, 3, 2, 12, tzinfo=UTC)
    )


def test_a_rule_that_names_every_value_is_always_true(schema: FactSchema) -> None:
    rule = compile_rule('payment_type in ["card", "cash", "wallet"]', schema).condition

    assert Prover([rule], schema).always_true(rule) == Proven()


def test_a_witness_looks_like_an_order_of_an_ordinary_day(nullable: FactSchema) -> None:
    facts = order_for(
        "transaction_sum > order_cost and riders > 1 and order_created_at more than 10 minutes ago "
        'and options contains "pool"',
        nullable,
    )

    assert facts == {
        "transaction_sum": Decimal("1.01"),
        "order_cost": Decimal("1.00"),
        "riders": 2,
        "options": ("pool",),
        "order_created_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
    }


def test_what_no_ordinary_order_has_is_found_as_well(schema: FactSchema) -> None:
    facts = order_for("order_cost < -1000000 and transaction_sum * 8 is 1", schema)

    assert facts[FactName("transaction_sum")] == Decimal("0.125")


def test_a_witness_has_no_more_digits_than_a_fact(schema: FactSchema) -> None:
    facts = order_for("order_cost * 3 > 1 and order_cost * 3 < 1.0001", schema)

    assert len(str(facts[FactName("order_cost")])) <= 8


def test_a_text_is_made_up_of_the_parts_that_are_asked_for(schema: FactSchema) -> None:
    text = 'city starts with "Saint " and city ends with "burg" and city contains "-on-"'

    assert order_for(text, schema) == {"city": "Saint …-on-…burg"}


def test_two_texts_that_are_compared_have_the_same_parts() -> None:
    cities = FactSchema(
        tuple(
            Fact(name=FactName(name), type=FactType.STRING) for name in ("pickup", "goal", "home")
        )
    )
    rule = 'pickup is goal and goal is home and pickup starts with "A"'

    assert order_for(rule, cities) == dict.fromkeys(("pickup", "goal", "home"), "A…")
    assert never_true(f'{rule} and home starts with "B"', cities) == Proven()
    assert order_for(
        'pickup is not goal and pickup contains "A" and goal contains "A"', cities
    ) == {
        "pickup": "…A…",
        "goal": "……A……",
    }


def test_names_and_values_may_hold_any_character() -> None:
    odd = Fact(name=FactName('a) "b" |c|\\'), type=FactType.ENUM, values=('(x "y"', "|", "сумма"))
    schema = FactSchema((odd,))

    assert order_for('`a) "b" |c|\\` not in ["|", "сумма"]', schema) == {odd.name: '(x "y"'}


def test_questions_about_several_rules(schema: FactSchema) -> None:
    card, cash, paid = (
        compile_rule(text, schema).condition
        for text in ('payment_type is "card"', 'payment_type is "cash"', "order_cost > 0")
    )
    prover = Prover([card, cash, paid], schema)

    assert prover.never_both(card, cash) == Proven()
    assert isinstance(prover.never_both(card, paid), Witness)
    assert prover.only_within(card, [card, paid]) == Proven()
    assert isinstance(prover.only_within(card, [paid]), Witness)
    none = prover.always_one_of([card, cash])
    assert isinstance(none, Witness)
    assert none.facts == {"payment_type": "wallet"}


def test_the_same_questions_have_the_same_answers(schema: FactSchema) -> None:
    texts = ('payment_type is "card" or riders > 3', "order_cost > riders", 'city contains "x"')
    rules = [compile_rule(text, schema).condition for text in texts]

    def ask() -> list[Answer]:
        prover = Prover(rules, schema)
        return [prover.never_both(one, other) for one in rules for other in rules]

    assert ask() == ask()


def test_what_takes_too_long_is_not_decided() -> None:
    # 42 is a sum of three cubes, of numbers of 17 digits; nobody knew for decades
    names = (FactName("a"), FactName("b"), FactName("c"))
    numbers = FactSchema(tuple(Fact(name=name, type=FactType.INT) for name in names))
    answer = never_true("a * a * a + b * b * b + c * c * c is 42", numbers, timeout_s=0.1)

    assert isinstance(answer, NotDecided)


def test_an_undecided_question_says_how_long_it_had(schema: FactSchema) -> None:
    answer = never_true("riders > 2", schema, timeout_s=0)

    assert answer == NotDecided(reason="no answer within 0 s")


def test_an_order_that_no_fact_can_hold_is_no_witness(schema: FactSchema) -> None:
    large = "9999999999999999999999999999"
    rule = f"order_cost > {large} and order_cost * 1000 < {large} * 1000 + 1"

    assert never_true(rule, schema) == NotDecided(
        reason="the orders that were found have numbers too long for a fact"
    )


def test_without_the_extra_the_error_says_how_to_get_it() -> None:
    program = (
        "import sys; sys.modules['z3'] = None\n"
        "from firstline.domain.errors import FirstlineError\n"
        "try:\n    import firstline.rules.proofs\n"
        "except FirstlineError as error:\n    print(error)"
    )
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout == "proofs need the extra: pip install 'firstline[prove]'\n"


def test_answering_never_loads_the_solver() -> None:
    program = "import sys, firstline.rules, firstline.engine; print('z3' in sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout == "False\n"
