import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.cli.conftest import TEMPLATES, Command

Shop = Callable[..., Path]
MISSPELT = TEMPLATES.replace('payment_type == "cash"', 'payment_type == "cush" or tipp > 0')


def test_a_sound_rule_has_no_problems(firstline: Command, facts_file: Path) -> None:
    result = firstline("rules check", "--schema", facts_file, "tip > 0 and order_cost > tip")

    assert (result.exit_code, result.output) == (0, "no problems\n")


def test_everything_wrong_with_a_rule_is_drawn_at_once(
    firstline: Command, facts_file: Path
) -> None:
    result = firstline("rules check", "--schema", facts_file, 'tipp > 0 and order_cost > "3"')

    assert result.exit_code == 1
    assert result.stderr == (
        "there is no fact `tipp`; did you mean `tip`?\n"
        '    tipp > 0 and order_cost > "3"\n'
        "    ^\n"
        '`order_cost` is a number, but "3" is a text; write 3 without quotes\n'
        '    tipp > 0 and order_cost > "3"\n'
        "                              ^\n"
    )


def test_a_rule_over_several_lines_has_the_place_of_each_problem(
    firstline: Command, facts_file: Path
) -> None:
    rule = "tip > 0\n  and tipp > 0"
    result = firstline("rules check", "--schema", facts_file, rule, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": None,
            "line_in_file": None,
            "template": None,
            "message": "there is no fact `tipp`; did you mean `tip`?",
            "position": 14,
            "line": 2,
            "column": 7,
        }
    ]


def test_a_sound_service_has_no_problems(firstline: Command, a_shop: Shop) -> None:
    assert firstline("rules check", a_shop()).output == "no problems\n"
    assert json.loads(firstline("rules check", a_shop(), "--json").stdout) == []


def test_the_rules_placeholders_and_examples_of_a_service_are_checked(
    firstline: Command, a_shop: Shop
) -> None:
    broken = (
        MISSPELT.replace("order_cost: 12}", "order_cost: 0}")
        .replace("{{ order_cost }}", "{{ tip }}")
        .replace(
            "[charged_twice]\n    rule: payment_type ==", "[charged]\n    rule: payment_type =="
        )
    )
    result = firstline("rules check", a_shop(broken), "--json")

    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    assert {problem["file"] for problem in problems} == {"templates.yaml"}
    assert [
        (problem["template"], problem["line_in_file"], problem["column"], problem["message"][:31])
        for problem in problems
    ] == [
        ("paid_once", 6, None, "this order should get the templ"),
        ("paid_once", 7, None, "`{{ tip }}` may be missing when"),
        ("paid_in_cash", 9, None, "there is no topic `charged`; di"),
        ("paid_in_cash", 10, 17, '"cush" is not a value of `payme'),
        ("paid_in_cash", 10, 27, "there is no fact `tipp`; did yo"),
    ]


def test_only_one_template_is_looked_at(firstline: Command, a_shop: Shop) -> None:
    folder = a_shop(MISSPELT)

    assert firstline("rules check", folder, "--template", "paid_once").output == "no problems\n"
    assert firstline("rules check", folder, "--template", "paid_in_cash").exit_code == 1


def test_what_is_wrong_with_the_facts_may_hide_more_so_it_is_always_shown(
    firstline: Command, a_shop: Shop
) -> None:
    folder = a_shop()
    (folder / "workspace.yaml").write_text("name: [")
    result = firstline("rules check", folder, "--template", "paid_once")

    assert result.exit_code == 1
    assert "workspace.yaml:" in result.stderr


def test_an_unknown_template_is_a_slip_of_the_command_line(
    firstline: Command, a_shop: Shop
) -> None:
    result = firstline("rules check", a_shop(), "--template", "paid_onec")

    assert result.exit_code == 2
    assert "there is no template `paid_onec`; did you mean `paid_once`?" in result.stderr


@pytest.mark.parametrize("command", ["rules check", "rules explain", "rules format"])
def test_a_rule_as_text_has_no_template(firstline: Command, facts_file: Path, command: str) -> None:
    result = firstline(command, "--schema", facts_file, "always", "--template", "paid_once")

    assert result.exit_code == 2
    assert "leave out --schema" in result.stderr


@pytest.mark.parametrize("command", ["rules check", "rules explain", "rules format"])
def test_facts_that_cannot_be_read_are_an_error(
    firstline: Command, tmp_path: Path, command: str
) -> None:
    result = firstline(command, "--schema", tmp_path / "none.yaml", "always")

    assert result.exit_code == 1
    assert "none.yaml: the file is missing" in result.stderr
