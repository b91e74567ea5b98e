"""What docs/how-to/prove-rules.md shows is what happens."""

import shlex
from pathlib import Path

import pytest
from tests.docs.pages import read_page
from typer.testing import CliRunner

from firstline.cli.app import command_line

PAGE = read_page("docs/how-to/prove-rules.md")
FACTS, TEMPLATES = PAGE.blocks("yaml")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the files of the page, where its commands look for them."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "shop"
    folder.mkdir()
    head = "name: shop\nlanguages: [en]\ntime_zone: UTC\nencoder: all-MiniLM-L6-v2\n"
    (folder / "workspace.yaml").write_text(head + FACTS)
    (folder / "topics.yaml").write_text("topics: [{id: charged_twice, name: Charged twice}]")
    (folder / "templates.yaml").write_text(TEMPLATES)
    (tmp_path / "facts.yaml").write_text(FACTS)
    return folder


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("shown", list(PAGE.blocks("text")))
def test_a_command_prints_what_the_page_shows(shown: str) -> None:
    command, _, output = shown.partition("\n")
    program, *words = shlex.split(command.removeprefix("$ "))
    printed = CliRunner(env={"FIRSTLINE_STORE": None}).invoke(command_line(["rules prove"]), words)

    assert program == "firstline"
    assert printed.output == output
