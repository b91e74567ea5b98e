from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line

Command = Callable[..., Result]


@pytest.fixture
def firstline(db: None) -> Command:  # noqa: ARG001
    """Type `firstline …` at a terminal of the machine that the panel runs on."""

    def run(command: str, *arguments: str | Path) -> Result:
        return CliRunner().invoke(command_line([command]), [*command.split(), *map(str, arguments)])

    return run
