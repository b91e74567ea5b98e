"""Every example of docs/reference/rules.md is a rule that fits the facts named on the page."""

import re
from pathlib import Path

import pytest

from firstline.domain.facts import Fact, FactName, FactSchema, FactType
from firstline.rules import check, parse
from firstline.rules.cel import to_cel
from firstline.rules.limits import MAX_CHOICES, MAX_CONDITIONS, MAX_DEPTH, MAX_SOURCE
from firstline.rules.tree import Bound, Comparator, Side, TextOperator, Unit

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
FACT = re.compile(r"^\| `(\w+)` \| (\w+) \| (.*)\|$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

SCHEMA = FactSchema(
    tuple(
        Fact(
            name=FactName(name),
            type=FactType(kind),
            values=tuple(value.strip() for value in values.split(",") if value.strip()),
        )
        for name, kind, values in FACT.findall(PAGE.partition("## ")[0])
    )
)
BLOCKS = BLOCK.findall(PAGE)
EXAMPLES = [text for kind, text in BLOCKS if kind == "rule"] + [
    line for kind, text in BLOCKS if kind == "rules" for line in text.splitlines()
]
MISTAKES = [text.rstrip("\n") for kind, text in BLOCKS if kind == "text"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_passes_the_checker(example: str) -> None:
    assert check(example, SCHEMA) == ()


def test_the_rule_shown_in_cel_is_written_so() -> None:
    texts = [text for _, text in BLOCKS]
    (place,) = (number for number, (kind, _) in enumerate(BLOCKS) if kind == "cel")
    assert to_cel(parse(texts[place - 1]), SCHEMA) == texts[place].strip()


@pytest.mark.parametrize("printed", MISTAKES)
def test_a_mistake_is_reported_as_the_page_shows_it(printed: str) -> None:
    source = printed.splitlines()[-2].strip()
    assert [str(error) for error in check(source, SCHEMA)] == [printed]


def test_every_operator_has_an_example() -> None:
    text = "\n".join(EXAMPLES)
    named = [*Comparator, *TextOperator, *Bound, *Side, *Unit]
    more = ["between", "in [", "within", "ago", "is missing", "is present", "always", "+", "-", "*"]
    missing = [word for word in [*named, *more] if word.removesuffix("s") not in text]
    assert missing == []


def test_the_limits_are_those_of_the_code() -> None:
    numbers = [MAX_CONDITIONS, MAX_DEPTH, MAX_SOURCE, MAX_CHOICES]
    assert all(f"{number:,}" in PAGE.partition("## Limits")[2] for number in numbers)
