from collections.abc import Callable, Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import MONDAY
from tests.unit.analysis.discovery.conftest import a_case

from firstline.analysis.discovery.conditions import conditions
from firstline.analysis.discovery.rule_search import (
    LEARN_SHARE,
    MOST_CONDITIONS,
    checked,
    earlier_and_later,
    find_rule,
    with_facts_present,
)
from firstline.domain.cases import Case
from firstline.domain.facts import FactName, FactSchema
from firstline.rules import check, format_rule, parse
from firstline.rules.tree import tests_of as asked_by

Facts = Mapping[str, object]


def some_orders(schema: FactSchema, count: int = 200) -> list[Case]:
    """Orders whose facts have nothing to do with one another."""
    draw = Random(5)  # noqa: S311 - no secret

    def facts(number: int) -> Facts:
        return {
            "payment_type": draw.choice(("card", "cash", "wallet")),
            "order_cost": f"{draw.randint(5, 40)}.00",
            "charged": f"{draw.randint(5, 40)}.00" if draw.random() < 0.8 else None,
            "trips": draw.randint(0, 30),
            "is_business": draw.random() < 0.5,
            "ordered_at": MONDAY.replace(day=draw.randint(1, 28)).isoformat(),
            "member_since": f"20{draw.randint(10, 25)}-01-01",
            "order_id": f"RD-{number}",
            "options": draw.sample(("pet", "child_seat"), draw.randint(0, 2)),
        }

    return [a_case(number, facts(number), schema) for number in range(count)]


Choice = Callable[[Mapping[FactName, object]], object]


@pytest.mark.parametrize(
    ("choice", "rule"),
    [
        (lambda f: f["payment_type"] == "cash", 'payment_type is "cash"'),
        (lambda f: f["charged"] is None, "charged is missing"),
        (lambda f: "pet" in f["options"], 'options contains "pet"'),
        (
            lambda f: f["is_business"] and f["payment_type"] == "card",
            'is_business is true and payment_type is "card"',
        ),
        (lambda f: f["charged"] and f["charged"] > f["order_cost"], "order_cost < charged"),
    ],
)
def test_finds_what_agents_looked_at(schema: FactSchema, choice: Choice, rule: str) -> None:
    cases = some_orders(schema)
    got_it = np.array([bool(choice(case.inquiry.facts)) for case in cases])
    found = format_rule(find_rule(cases, got_it, schema))

    assert set(found.split(" and ")) == set(rule.split(" and "))


def test_a_slip_of_an_agent_changes_no_rule(schema: FactSchema) -> None:
    cases = some_orders(schema)
    got_it = np.array([case.inquiry.facts[FactName("payment_type")] == "cash" for case in cases])
    got_it[::40] = ~got_it[::40]

    assert format_rule(find_rule(cases, got_it, schema)) == 'payment_type is "cash"'


def test_chance_makes_no_rule(schema: FactSchema) -> None:
    cases = some_orders(schema)
    for seed in range(10):
        got_it = np.random.default_rng(seed).random(len(cases)) < 0.4
        assert format_rule(find_rule(cases, got_it, schema)) == "always"


def test_where_everybody_got_the_reply_there_is_nothing_to_ask(schema: FactSchema) -> None:
    cases = some_orders(schema)
    everybody = np.ones(len(cases), dtype=bool)
    assert format_rule(find_rule(cases, everybody, schema)) == "always"


def test_no_condition_names_an_id_or_a_day(schema: FactSchema) -> None:
    tried = conditions(schema, [case.inquiry.facts for case in some_orders(schema)])
    texts = list(map(format_rule, tried))

    assert not any("RD-" in text or "2026" in text or "20" + "10-" in text for text in texts)
    assert {"order_id is present", "member_since is missing"} <= set(texts)


@given(seed=st.integers(0, 50), count=st.integers(0, 40))
def test_every_condition_fits_the_facts_and_reads_back(
    schema: FactSchema, seed: int, count: int
) -> None:
    cases = some_orders(schema, 60)[seed : seed + count]
    for condition in conditions(schema, [case.inquiry.facts for case in cases]):
        text = format_rule(condition)
        assert check(text, schema) == ()
        assert parse(text) == condition


def test_a_rule_stays_short_enough_to_be_read(schema: FactSchema) -> None:
    cases = some_orders(schema)

    def wants_all(case: Case) -> bool:
        facts = case.inquiry.facts
        return bool(facts[FactName("is_business")]) and "pet" in str(facts) and "cash" in str(facts)

    rule = find_rule(cases, np.array(list(map(wants_all, cases))), schema)
    assert len(list(asked_by(rule))) <= MOST_CONDITIONS


def test_a_text_asks_for_the_facts_that_it_needs(schema: FactSchema) -> None:
    needed = [FactName("charged"), FactName("order_cost")]
    rule = with_facts_present(parse("charged > 0"), needed, schema)

    assert format_rule(rule) == "charged > 0 and order_cost is present"


def test_later_cases_of_other_customers_tell_whether_it_is_right(schema: FactSchema) -> None:
    cases = some_orders(schema, 50)
    earlier, later = earlier_and_later(cases)
    newest = max(cases[place].inquiry.received_at for place in earlier)

    assert len(earlier) == LEARN_SHARE * len(cases)
    assert all(cases[place].inquiry.received_at > newest for place in later)
    got_it = np.array([case.inquiry.facts[FactName("trips")] == 0 for case in cases])
    found = checked(parse("trips < 1"), cases, got_it, schema, delta=0.1)
    assert (found.right, found.holds) == (int(got_it.sum()), int(got_it.sum()))
    assert found.at_least < 1


def test_a_returning_customer_checks_nothing(schema: FactSchema) -> None:
    case = a_case(0, {}, schema)
    earlier, later = earlier_and_later([case] * 10)

    assert len(earlier) == 6
    assert later == []
