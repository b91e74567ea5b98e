"""What a specialist reads on a mistake, whole: `messages.txt` beside this file."""

import json
import re
from pathlib import Path

import pytest

from firstline.domain.facts import FactSchema
from firstline.rules import check

GOLDEN = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8")
MISTAKES = re.findall(r"^rule: (.*)\n((?:(?!rule: |## ).+\n)+)", GOLDEN, re.MULTILINE)


@pytest.mark.parametrize(("rule", "printed"), MISTAKES)
def test_a_mistake_prints_its_message(rule: str, printed: str, schema: FactSchema) -> None:
    assert [str(error) for error in check(json.loads(rule), schema)] != []
    assert "\n".join(str(error) for error in check(json.loads(rule), schema)) + "\n" == printed


@pytest.mark.parametrize("nothing", ["", "  \n "])
def test_an_empty_rule_is_told_about_always(nothing: str, schema: FactSchema) -> None:
    (error,) = check(nothing, schema)
    assert error.message == "the rule is empty; write `always` if nothing must hold"


def test_no_mistake_is_left_out() -> None:
    assert len(MISTAKES) == GOLDEN.count("\nrule: ")
