from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import cel
import pytest

from firstline.domain.errors import InquiryError, RuleError
from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType
from firstline.rules import parse
from firstline.rules.cel import cel_context, to_cel

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COST, RIDERS, CITY = FactName("order.cost"), FactName("riders"), FactName("city")
BORN, STARTED, OPTIONS = FactName("birthday"), FactName("started_at"), FactName("options")
SCHEMA = FactSchema(
    (
        Fact(name=COST, type=FactType.DECIMAL),
        Fact(name=RIDERS, type=FactType.INT),
        Fact(name=CITY, type=FactType.STRING),
        Fact(name=BORN, type=FactType.DATE),
        Fact(name=STARTED, type=FactType.DATETIME),
        Fact(name=OPTIONS, type=FactType.LIST),
    )
)


def test_a_rule_in_cel_reads_like_the_rule() -> None:
    rule = 'city starts with "Saint " and not (riders > 4 or started_at at least 2 hours ago)'
    assert to_cel(parse(rule), SCHEMA) == (
        '("city" in facts && facts["city"].startsWith("Saint ")'
        ' && "riders" in facts && !(facts["riders"] > 4)'
        ' && "started_at" in facts && !(facts["started_at"] <= received_at'
        ' && received_at - facts["started_at"] >= duration("7200s")))'
    )


@pytest.mark.parametrize(
    ("rule", "claim"),
    [
        ("`order.cost` > 12.50", 'facts["order.cost"] > 12500000'),
        ("`order.cost` > 0.0000001", '(facts["order.cost"] * 10) > 1'),
        ("riders in [1, 2.50]", '(facts["riders"] * 10) in [10, 25]'),
        ("riders * -1.5 - 1 < 3", '((facts["riders"] * -15) - 10) < 30'),
        ('city is "a \\"b\\""', 'facts["city"] == "a \\"b\\""'),
        ('options contains "pet"', '"pet" in facts["options"]'),
        ("birthday < 2000-01-01", 'facts["birthday"] < "2000-01-01"'),
        (
            "started_at < 2026-03-01T09:30:00+01:00",
            'facts["started_at"] < timestamp("2026-03-01T09:30:00+01:00")',
        ),
    ],
)
def test_values_are_written_so_that_nothing_is_rounded(rule: str, claim: str) -> None:
    assert to_cel(parse(rule), SCHEMA).endswith(f" in facts && {claim})")


def test_unknown_is_not_true_and_its_opposite_neither() -> None:
    context = cel_context({}, NOW, SCHEMA)
    for rule in ("riders > 1", "not riders > 1", "not (riders > 1 and riders < 5)"):
        assert cel.evaluate(to_cel(parse(rule), SCHEMA), context) is False
    assert cel.evaluate(to_cel(parse("riders is missing or riders > 1"), SCHEMA), context) is True


def test_sums_of_money_stay_exact() -> None:
    rule = to_cel(parse("`order.cost` + 0.1 is 0.3"), SCHEMA)
    assert cel.evaluate(rule, cel_context({COST: Decimal("0.2")}, NOW, SCHEMA)) is True


def test_every_type_of_fact_has_a_place_in_the_context() -> None:
    facts: Facts = {
        COST: Decimal("12.5"),
        RIDERS: 2,
        BORN: date(1990, 5, 17),
        STARTED: NOW - timedelta(hours=1),
        OPTIONS: ("pet",),
    }
    assert cel_context(facts, NOW, SCHEMA) == {
        "facts": {
            "order.cost": 12_500_000,
            "riders": 2,
            "birthday": "1990-05-17",
            "started_at": NOW - timedelta(hours=1),
            "options": ["pet"],
        },
        "received_at": NOW,
    }


@pytest.mark.parametrize(
    "rule", ["riders > 99999999999999999999", "riders > 0.00000000000000000001"]
)
def test_a_number_that_no_cel_engine_can_hold_is_refused(rule: str) -> None:
    with pytest.raises(RuleError, match="64 bits"):
        to_cel(parse(rule), SCHEMA)


@pytest.mark.parametrize("cost", [Decimal("0.1234567"), Decimal(10) ** 20])
def test_a_fact_that_no_cel_engine_can_hold_is_refused(cost: Decimal) -> None:
    with pytest.raises(InquiryError, match=r"facts\.order\.cost.*64 bits"):
        cel_context({COST: cost}, NOW, SCHEMA)
