from collections.abc import Iterator, Mapping

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
    """Every command of `firstline`, as it is parsed; those of a group as `rules check`."""
    app = typer.main.get_command(command_line(COMMANDS))
    assert isinstance(app, TyperGroup)
    return dict(_flat(app))


def _flat(group: TyperGroup, path: str = "") -> Iterator[tuple[str, TyperCommand]]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _flat(command, f"{path}{name} ")
        elif isinstance(command, TyperCommand):
            yield f"{path}{name}", command
