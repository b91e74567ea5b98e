import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.builders import a_service
from tests.unit.cli.conftest import TEMPLATES, Command

Shop = Callable[..., Path]
NO_STORE = ("--store", "nowhere")
FILE_ORDER = (
    "Where two replies fit, the one wins that comes first in templates.yaml, "
    "for want of a release.\n\n"
)


def with_rules(**rules: str) -> str:
    entries = "".join(
        f"  - {{id: {name}, topics: [charged_twice], rule: '{rule}', texts: {{en: We looked.}}}}\n"
        for name, rule in rules.items()
    )
    return f"templates:\n{entries}"


def test_a_sound_service_has_nothing_to_repair(firstline: Command, a_shop: Shop) -> None:
    result = firstline("rules prove", a_shop(), *NO_STORE)

    assert result.exit_code == 0
    assert result.stdout == (
        f"{FILE_ORDER}"
        "note: no reply fits some orders (charged_twice)\n"
        "    payment_type: card, order_cost: 0.00\n"
        "shop: 0 to repair, 1 to know, 0 not decided\n"
    )


def test_a_topic_shows_each_finding_with_its_rules_and_an_order(
    firstline: Command, a_shop: Shop
) -> None:
    shop = a_shop(
        with_rules(
            card='payment_type is "card"',
            dear="order_cost > 100",
            dear_by_card='payment_type is "card" and order_cost > 200',
            both='payment_type is "card" and payment_type is "cash"',
        )
    )
    result = firstline("rules prove", shop, "--topic", "charged_twice", *NO_STORE)

    assert result.exit_code == 1
    assert result.stdout == (
        f"{FILE_ORDER}"
        "defect: `both` is never sent: its rule contradicts itself or the facts (charged_twice)\n"
        '    both: payment_type is "card" and payment_type is "cash"\n'
        "defect: `dear_by_card` never wins: wherever its rule is true, so is that of `card` "
        "(charged_twice)\n"
        '    dear_by_card: payment_type is "card" and order_cost > 200\n'
        '    card: payment_type is "card"\n'
        "    for example:\n"
        "        payment_type: card\n"
        "        order_cost: 200.01\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "note: `card` wins over `dear` where both rules are true (charged_twice)\n"
        '    card: payment_type is "card"\n'
        "    dear: order_cost > 100\n"
        "    for example:\n"
        "        payment_type: card\n"
        "        order_cost: 200.01\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "note: no reply fits some orders (charged_twice)\n"
        "    for example:\n"
        "        payment_type: cash\n"
        "        order_cost: 1.00\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "charged_twice: 2 to repair, 2 to know, 0 not decided\n"
    )


def test_one_template_is_looked_at_alone(firstline: Command, a_shop: Shop) -> None:
    shop = a_shop(with_rules(card='payment_type is "card"', dear="order_cost > 9", odd="tip > 0"))
    result = firstline("rules prove", shop, "--template", "odd", "--json", *NO_STORE)
    found = json.loads(result.stdout)

    assert result.exit_code == 0
    assert found["ranking"].startswith("the one wins that comes first")
    assert [(each["kind"], each["templates"]) for each in found["findings"]] == [
        ("overlap", ["card", "odd"]),
        ("overlap", ["dear", "odd"]),
        ("unanswered", []),
    ]
    assert found["findings"][1] == {
        "severity": "note",
        "kind": "overlap",
        "topic": "charged_twice",
        "templates": ["dear", "odd"],
        "not_decided": None,
        "example": {
            "facts": {"order_cost": "9.01", "tip": "1.00"},
            "received_at": "2026-03-02T12:00:00+00:00",
        },
    }


def test_what_is_not_decided_has_its_own_exit_code(firstline: Command, a_shop: Shop) -> None:
    shop = a_shop()
    result = firstline(
        "rules prove", shop, "--template", "paid_in_cash", "--timeout", "0", *NO_STORE
    )

    assert result.exit_code == 3
    assert result.stdout == (
        f"{FILE_ORDER}"
        "not decided: whether the rule of `paid_in_cash` is ever true: no answer within 0 s "
        "(charged_twice)\n"
        '    paid_in_cash: payment_type == "cash"\n'
        "not decided: whether `paid_in_cash` ever wins over `paid_once`: no answer within 0 s "
        "(charged_twice)\n"
        '    paid_in_cash: payment_type == "cash"\n'
        '    paid_once: payment_type is "card" and order_cost > 0\n'
        "not decided: whether `paid_once` and `paid_in_cash` ever fit one order: "
        "no answer within 0 s (charged_twice)\n"
        '    paid_once: payment_type is "card" and order_cost > 0\n'
        '    paid_in_cash: payment_type == "cash"\n'
        "not decided: whether some orders have no reply: no answer within 0 s (charged_twice)\n"
        "paid_in_cash: 0 to repair, 0 to know, 4 not decided\n"
    )


def test_use_decides_who_wins_where_there_is_a_release(
    firstline: Command, a_shop: Shop, store: Path
) -> None:
    shop = a_shop()
    named_alike = (shop / "workspace.yaml").read_text().replace("shop", a_service().name)
    (shop / "workspace.yaml").write_text(named_alike)
    result = firstline("rules prove", shop, "--store", store)

    assert "the one wins that agents used more, as release " in result.stdout


def test_a_release_of_another_service_says_nothing_about_use(
    firstline: Command, a_shop: Shop, store: Path
) -> None:
    assert FILE_ORDER in firstline("rules prove", a_shop(), "--store", store).stdout


def test_a_rule_alone_is_shown_on_both_sides(firstline: Command, facts_file: Path) -> None:
    result = firstline("rules prove", "--schema", facts_file, "tip > 0")

    assert result.exit_code == 0
    assert result.stdout == (
        "note: an order of which the rule is true\n"
        "    for example:\n"
        "        tip: 1.00\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "note: an order of which it is not true\n"
        "    for example:\n"
        "        tip: 0.00\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "tip > 0: 0 to repair, 2 to know, 0 not decided\n"
    )


@pytest.mark.parametrize(
    ("rule", "exit_code", "words"),
    [
        ("tip > 5 and tip < 2", 1, "defect: this rule is never true"),
        ("tip is missing or tip is present", 0, "note: the rule excludes no order"),
        ("always", 0, "note: an order of which the rule is true"),
        ("tippp > 0", 1, "did you mean `tip`?"),
    ],
)
def test_a_rule_alone(
    firstline: Command, facts_file: Path, rule: str, exit_code: int, words: str
) -> None:
    result = firstline("rules prove", "--schema", facts_file, rule)

    assert result.exit_code == exit_code
    assert words in result.output


def test_a_rule_is_compared_with_its_older_text(firstline: Command, facts_file: Path) -> None:
    def compared(older: str) -> list[str]:
        words = ("--schema", facts_file, "order_cost >= 10", "--against", older, "--json")
        findings = json.loads(firstline("rules prove", *words).stdout)["findings"]
        return [finding["kind"] for finding in findings[2:]]

    assert compared("order_cost > 10") == ["added"]
    assert compared("order_cost >= 9.99") == ["removed"]
    assert compared("tip > 0") == ["added", "removed"]
    assert compared("not order_cost < 10") == ["same"]


def test_an_undecided_comparison_says_so(firstline: Command, facts_file: Path) -> None:
    words = ("--schema", facts_file, "tip > 1", "--against", "tip > 0", "--timeout", "0")
    result = firstline("rules prove", *words)

    assert result.exit_code == 3
    assert "tip > 1: 0 to repair, 0 to know, 4 not decided" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--template", "paid_twice"), "there is no template `paid_twice`"),
        (("--topic", "charged_once"), "there is no topic `charged_once`; did you mean"),
        (("--against", "always"), "--against compares two texts of a rule"),
        (("--topic", "charged_twice", "--template", "paid_once"), "name one of"),
    ],
)
def test_a_wrong_option_is_explained(
    firstline: Command, a_shop: Shop, options: tuple[str, ...], words: str
) -> None:
    result = firstline("rules prove", a_shop(TEMPLATES), *options, *NO_STORE)

    assert result.exit_code == 2
    assert words in result.stderr


def test_without_the_extra_the_command_says_how_to_get_it(facts_file: Path) -> None:
    program = (
        "import sys; sys.modules['z3'] = None\n"
        f"sys.argv = ['firstline', 'rules', 'prove', '--schema', {str(facts_file)!r}, 'always']\n"
        "from firstline.cli.app import main; main()"
    )
    run = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert run.returncode == 1
    assert run.stderr == "error: proofs need the extra: pip install 'firstline[prove]'\n"


def test_a_change_is_proven_beside_the_older_rule(
    firstline: Command, a_shop: Shop, tmp_path: Path
) -> None:
    shop = a_shop(with_rules(dear="order_cost > 100", cheap="order_cost < 10"))
    change = tmp_path / "change.yaml"
    change.write_text("rules: {dear: order_cost >= 100}\n")
    result = firstline("rules prove", shop, "--change", change, *NO_STORE)

    assert result.exit_code == 0
    assert result.stdout == (
        f"{FILE_ORDER}"
        "note: no reply fits some orders (charged_twice)\n"
        "    for example:\n"
        "        order_cost: 10.00\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "note: an order of which only this rule is true (`dear`)\n"
        "    for example:\n"
        "        order_cost: 100.00\n"
        "        received_at: 2026-03-02T12:00:00+00:00\n"
        "change.yaml: 0 to repair, 2 to know, 0 not decided\n"
    )


def test_a_change_that_kills_a_rule_is_a_defect(
    firstline: Command, a_shop: Shop, tmp_path: Path
) -> None:
    shop = a_shop(with_rules(dear="order_cost > 100"))
    change = tmp_path / "change.yaml"
    change.write_text("rules: {dear: order_cost > 100 and order_cost < 50}\n")
    result = firstline("rules prove", shop, "--change", change, "--json", *NO_STORE)

    assert result.exit_code == 1
    found = json.loads(result.stdout)["findings"]
    assert [(finding["kind"], finding["severity"]) for finding in found] == [
        ("never true", "defect"),
        ("unanswered", "note"),
        ("removed", "note"),
    ]


def test_a_rewritten_rule_that_means_the_same_is_said_to(
    firstline: Command, a_shop: Shop, tmp_path: Path
) -> None:
    shop = a_shop(with_rules(dear="order_cost > 100"))
    change = tmp_path / "change.yaml"
    change.write_text("rules: {dear: not (order_cost <= 100)}\n")
    result = firstline("rules prove", shop, "--change", change, *NO_STORE)

    assert "note: both texts mean the same (`dear`)\n" in result.stdout


def test_only_one_part_of_a_service_is_proven_at_a_time(
    firstline: Command, a_shop: Shop, tmp_path: Path
) -> None:
    result = firstline(
        "rules prove", a_shop(), "--topic", "charged_twice", "--change", tmp_path / "x", *NO_STORE
    )

    assert result.exit_code == 2
    assert "name one of --topic, --template and --change" in result.stderr
