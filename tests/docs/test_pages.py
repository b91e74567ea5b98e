"""Pages hold together: links resolve, code blocks parse, commands exist."""

import ast
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from tests.docs.pages import ROOT, Page, all_pages, read_page
from typer.core import TyperCommand

ADRS = sorted((ROOT / "docs/adr").glob("*.md"))
ASSIGNMENT = re.compile(r"[A-Z_]+=")
# These are written when they are first needed.
MADE_LATER = {ROOT / "benchmarks/results/summary.md"}


def test_links_lead_somewhere(page: Page) -> None:
    broken = [target for target in page.links() if not _resolves(page, target)]

    assert broken == []


def _resolves(page: Page, target: str) -> bool:
    name, _, anchor = target.partition("#")
    path = (page.path.parent / name).resolve() if name else page.path
    if path in MADE_LATER:
        return True
    return path.exists() and (not anchor or anchor in read_page(path).anchors)


def test_every_page_is_reached_from_the_index() -> None:
    index = read_page("docs/README.md")
    linked = {(index.path.parent / target).resolve() for target in index.links()}
    pages = {path for path in all_pages() if path.is_relative_to(ROOT / "docs")}

    assert pages - linked == {index.path}


def test_json_parses(page: Page) -> None:
    for block in page.blocks("json"):
        json.loads(block)


def test_yaml_parses(page: Page) -> None:
    for block in page.blocks("yaml"):
        yaml.safe_load(block)


def test_python_parses(page: Page) -> None:
    for block in page.blocks("python"):
        ast.parse(block)


def test_commands_in_pages_exist_with_these_options(
    page: Page, commands: Mapping[str, TyperCommand]
) -> None:
    for words in _shell_commands(page):
        if words[0] == "firstline":
            length = 1 if words[1] in commands else 2
            name = " ".join(words[1 : 1 + length])
            commands[name].make_context(name, words[1 + length :])


def test_make_verbs_in_pages_exist(page: Page) -> None:
    makefile = (ROOT / "Makefile").read_text()
    verbs = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {word for words in _shell_commands(page) if words[0] == "make" for word in words[1:]}

    assert {word for word in named if not ASSIGNMENT.match(word)} <= verbs


def _shell_commands(page: Page) -> Iterator[list[str]]:
    for block in page.blocks("sh"):
        for words in _statements(block):
            while words and ASSIGNMENT.match(words[0]):
                words.pop(0)
            if words:
                yield words


def _statements(block: str) -> Iterator[list[str]]:
    begun = ""
    for line in block.replace("\\\n", " ").splitlines():
        begun += f"{line}\n"
        try:
            words = shlex.split(begun, comments=True)
        except ValueError:  # a quotation goes on in the next line
            continue
        yield words
        begun = ""
    assert not begun, f"unfinished: {begun}"


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_design_decision_has_its_four_parts_on_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    for part in ("Context", "Decision", "Consequences", "Alternatives"):
        assert f"\n**{part}.** " in text
    assert len(text.split()) < 600


def test_design_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.stem[:4]) for path in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))
