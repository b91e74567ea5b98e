"""What docs/how-to/write-rules.md shows is what happens."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.docs.pages import read_page
from typer.testing import CliRunner

from firstline.cli.app import COMMANDS, command_line
from firstline.domain.facts import FactSchema
from firstline.rules import check
from firstline.workspace import load_schema

PAGE = read_page("docs/how-to/write-rules.md")
FACTS, TEMPLATES = PAGE.blocks("yaml")
CHANGE = PAGE.section("## When a rule changes")
TABLE = PAGE.section("## 2. Say it, then write it").text
RULES = [
    *PAGE.blocks("rule"),
    *re.findall(r"^\| .+ \| `(.+)` \|$", TABLE, re.MULTILINE),
]
OUTPUTS = [block for block in PAGE.blocks("text") if block not in CHANGE.blocks("text")]
Shop = Callable[..., Path]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Write the files of the page, where its commands look for them."""
    monkeypatch.chdir(tmp_path)

    def write(templates: str = TEMPLATES) -> Path:
        folder = tmp_path / "shop"
        folder.mkdir()
        head = "name: shop\nlanguages: [en]\ntime_zone: UTC\nencoder: all-MiniLM-L6-v2\n"
        (folder / "workspace.yaml").write_text(head + FACTS)
        (folder / "topics.yaml").write_text("topics: [{id: charged_twice, name: Charged twice}]")
        (folder / "templates.yaml").write_text(templates)
        (tmp_path / "facts.yaml").write_text(FACTS)
        return folder

    return write


@pytest.fixture
def schema(shop: Shop) -> FactSchema:
    return load_schema(shop().parent / "facts.yaml")


def printed_by(command: str) -> str:
    program, *words = shlex.split(command.removeprefix("$ "))
    assert program == "firstline"
    return CliRunner().invoke(command_line(COMMANDS), words).output


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_the_page_fits_its_facts(rule: str, schema: FactSchema) -> None:
    assert check(rule, schema) == ()


@pytest.mark.parametrize("shown", OUTPUTS)
def test_a_command_prints_what_the_page_shows(shown: str, shop: Shop) -> None:
    shop()
    command, _, output = shown.partition("\n")

    assert printed_by(command) == output


def test_the_template_of_the_page_does_what_its_examples_say(shop: Shop) -> None:
    shop()

    assert printed_by("firstline check shop").endswith("— no problems\n")


def test_the_changed_rule_is_reported_as_the_page_shows_it(shop: Shop) -> None:
    (rule,), (shown,) = CHANGE.blocks("rule"), CHANGE.blocks("text")
    shop(re.sub(r"(?<= {4}rule: ).*", rule.strip(), TEMPLATES))
    command, _, output = shown.partition("\n")

    assert printed_by(command) == output
