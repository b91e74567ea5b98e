from collections.abc import Mapping

import pytest
import typer.main
from tests.docs.pages import ROOT, Page, all_pages, read_page
from typer.core import TyperCommand, TyperGroup

from firstline.cli.app import COMMANDS, command_line


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `page` once for each page."""
    if "page" in metafunc.fixturenames:
        paths = all_pages()
        names = [str(path.relative_to(ROOT)) for path in paths]
        metafunc.parametrize("page", paths, ids=names, indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Page:
    return read_page(request.param)


@pytest.fixture(scope="session")
def commands() -> Mapping[str, TyperCommand]:
    """Every command of `firstline`, as it is parsed."""
    group = typer.main.get_command(command_line(COMMANDS))
    assert isinstance(group, TyperGroup)
    return {
        name: command
        for name, command in group.commands.items()
        if isinstance(command, TyperCommand)
    }
