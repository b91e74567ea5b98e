import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.cli.conftest import TEMPLATES, Command

Shop = Callable[..., Path]
RULE = 'payment_type is "card" and (tip > 0 or options contains "pet")'


def test_a_rule_is_said_in_words_with_the_facts_it_guarantees(
    firstline: Command, facts_file: Path
) -> None:
    result = firstline("rules explain", "--schema", facts_file, RULE)

    assert result.exit_code == 0
    assert result.stdout == (
        'payment type is "card", and either tip is more than 0 or options contains "pet"\n'
        "guarantees: payment_type\n"
    )


def test_a_rule_may_guarantee_nothing(firstline: Command, facts_file: Path) -> None:
    result = firstline("rules explain", "--schema", facts_file, "tip is missing")

    assert result.stdout == "tip is not known\nguarantees: no facts\n"


def test_its_truth_is_drawn_clause_by_clause(firstline: Command, facts_file: Path) -> None:
    order = ("--fact", "payment_type=card", "--fact", "options=child_seat,pet")
    result = firstline("rules explain", "--schema", facts_file, RULE, *order)

    assert result.stdout.partition("\n\n")[2] == (
        "✓ all of:\n"
        '  ✓ payment_type is "card"  (payment_type = card)\n'
        "  ✓ any of:\n"
        "    ? tip > 0  (tip = missing)\n"
        '    ✓ options contains "pet"  (options = child_seat, pet)\n'
        "The rule is true of these facts.\n"
    )


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("payment_type=card", "The rule is unknown, since facts are missing; only a true rule c"),
        ("payment_type=cash", "The rule is false of these facts."),
    ],
)
def test_what_the_truth_means_is_said(
    firstline: Command, facts_file: Path, fact: str, said: str
) -> None:
    result = firstline("rules explain", "--schema", facts_file, RULE, "--fact", fact)

    assert result.exit_code == 0
    assert said in result.stdout


def test_a_whole_order_comes_from_a_file_and_options_count_more(
    firstline: Command, a_shop: Shop, tmp_path: Path
) -> None:
    order = tmp_path / "order.json"
    order.write_text('{"payment_type": "card", "order_cost": "0"}')
    words = (a_shop(), "--template", "paid_once", "--facts", order)

    assert "The rule is false" in firstline("rules explain", *words).stdout
    assert "The rule is true" in firstline("rules explain", *words, "--fact", "order_cost=3").stdout


def test_times_without_a_zone_are_those_of_the_service(firstline: Command, a_shop: Shop) -> None:
    folder = a_shop(TEMPLATES.replace('payment_type == "cash"', "ordered_at at most 1 hour ago"))
    ordered = ("--fact", "ordered_at=2026-03-01T12:00:00+01:00")
    words = (folder, "--template", "paid_in_cash", *ordered, "--received-at")

    assert "is true" in firstline("rules explain", *words, "2026-03-01T13:00").stdout
    assert "is false" in firstline("rules explain", *words, "2026-03-01T13:00+00:00").stdout


def test_an_inquiry_comes_in_now_unless_a_time_is_given(
    firstline: Command, facts_file: Path
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    rule = "ordered_at between 2026-01-01T00:00:00+00:00 and received_at"
    result = firstline(
        "rules explain", "--schema", facts_file, rule, "--fact", f"ordered_at={yesterday}"
    )

    assert "The rule is true" in result.stdout


def test_all_of_it_comes_as_json(firstline: Command, a_shop: Shop) -> None:
    words = (a_shop(), "--template", "paid_in_cash", "--json")
    said = json.loads(firstline("rules explain", *words).stdout)

    assert said == {
        "template": "paid_in_cash",
        "rule": 'payment_type is "cash"',
        "sentence": 'payment type is "cash"',
        "guarantees": ["payment_type"],
        "explanation": None,
    }
    said = json.loads(firstline("rules explain", *words, "--fact", "payment_type=cash").stdout)
    assert said["explanation"] == {
        "text": 'payment_type is "cash"',
        "holds": True,
        "seen": {"payment_type": "cash"},
        "join": None,
        "parts": [],
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--fact", "tip"), "--fact: `tip` has no value; write tip=value"),
        (("--fact", "tipp=1"), "facts.tipp: there is no fact `tipp`; did you mean `tip`?"),
        (("--fact", "tip=lots"), "facts.tip: `lots` is not a number"),
        (("--received-at", "noon"), "--received-at: `noon` is no time such as 2026-03-01T12:00"),
    ],
)
def test_a_fact_or_time_that_cannot_be_used_is_an_error(
    firstline: Command, facts_file: Path, words: tuple[str, str], message: str
) -> None:
    result = firstline("rules explain", "--schema", facts_file, RULE, *words)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "cannot be read as JSON"), ("[]", "must hold one object, such as")],
)
def test_a_file_that_holds_no_facts_is_an_error(
    firstline: Command, facts_file: Path, content: str, message: str
) -> None:
    order = facts_file.with_name("order.json")
    order.write_text(content)
    result = firstline("rules explain", "--schema", facts_file, RULE, "--facts", order)

    assert result.exit_code == 1
    assert message in result.stderr


def test_a_service_needs_a_template(firstline: Command, a_shop: Shop) -> None:
    assert firstline("rules explain", a_shop()).exit_code == 2


def test_a_wrong_rule_is_drawn(firstline: Command, facts_file: Path) -> None:
    result = firstline("rules explain", "--schema", facts_file, "tipp > 0")

    assert result.exit_code == 1
    assert result.stderr == (
        "error: there is no fact `tipp`; did you mean `tip`?\n    tipp > 0\n    ^\n"
    )
