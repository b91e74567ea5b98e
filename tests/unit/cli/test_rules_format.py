import json
from collections.abc import Callable
from pathlib import Path

from tests.unit.cli.conftest import TEMPLATES, Command

from firstline.rules import from_json, parse

Shop = Callable[..., Path]


def test_a_rule_is_printed_in_normal_form(firstline: Command, facts_file: Path) -> None:
    result = firstline("rules format", "--schema", facts_file, "tip>0 AND (order_cost ≥ 3)")

    assert (result.exit_code, result.stdout) == (0, "tip > 0 and order_cost >= 3\n")


def test_the_rules_of_a_service_are_printed_with_their_templates(
    firstline: Command, a_shop: Shop
) -> None:
    result = firstline("rules format", a_shop())

    assert result.stdout == (
        'paid_once: payment_type is "card" and order_cost > 0\n'
        'paid_in_cash: payment_type is "cash"\n'
    )


def test_rules_in_another_form_are_listed(firstline: Command, a_shop: Shop) -> None:
    result = firstline("rules format", a_shop(), "--check")

    assert (result.exit_code, result.stdout) == (1, 'paid_in_cash: payment_type is "cash"\n')


def test_line_breaks_are_no_other_form(firstline: Command, a_shop: Shop) -> None:
    lines = '|\n      payment_type is "cash"\n      and tip is missing'
    folder = a_shop(TEMPLATES.replace('payment_type == "cash"', lines))
    result = firstline("rules format", folder, "--check")

    assert (result.exit_code, result.stdout) == (0, "")


def test_the_stored_form_is_read_back_as_the_same_rule(
    firstline: Command, a_shop: Shop, facts_file: Path
) -> None:
    of_service = json.loads(firstline("rules format", a_shop(), "--json").stdout)
    of_text = firstline("rules format", "--schema", facts_file, 'payment_type is "cash"', "--json")

    assert list(of_service) == ["paid_once", "paid_in_cash"]
    assert from_json(of_service["paid_in_cash"]) == parse('payment_type is "cash"')
    assert json.loads(of_text.stdout) == of_service["paid_in_cash"]


def test_a_rule_is_printed_for_engines_of_cel(firstline: Command, a_shop: Shop) -> None:
    result = firstline("rules format", a_shop(), "--template", "paid_in_cash", "--cel")

    assert result.exit_code == 0
    assert result.stdout.startswith("paid_in_cash: ")
    assert 'facts["payment_type"] == "cash"' in result.stdout


def test_one_form_is_chosen(firstline: Command, a_shop: Shop) -> None:
    result = firstline("rules format", a_shop(), "--json", "--cel")

    assert result.exit_code == 2
    assert "choose one of --check, --json and --cel" in result.stderr


def test_an_unknown_template_is_a_slip_of_the_command_line(
    firstline: Command, a_shop: Shop
) -> None:
    assert firstline("rules format", a_shop(), "--template", "paid").exit_code == 2
