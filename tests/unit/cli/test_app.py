import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firstline.cli.app import COMMANDS, command_line

NEVER = ("sklearn", "scipy", "polars", "torch", "matplotlib", "firstline.learning")
LOADED = "import json, sys; print(json.dumps(sorted(sys.modules)))"
SERVE = "import sys; sys.argv = ['firstline', 'serve']; from firstline.cli.app import main; main()"


def python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "FIRSTLINE" not in name}
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program],
        cwd=folder,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_answers_customers_loads_nothing_that_only_learning_needs(tmp_path: Path) -> None:
    done = python(f"import firstline.serving.server, firstline.cli.serve; {LOADED}", tmp_path)
    loaded = set(json.loads(done.stdout))

    assert "firstline.engine.engine" in loaded
    assert not loaded & set(NEVER)


def test_a_service_that_may_answer_nobody_does_not_start(tmp_path: Path) -> None:
    done = python(SERVE, tmp_path)

    assert done.returncode == 1
    assert "error: " in done.stderr
    assert "FIRSTLINE_API_KEYS" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(command_line(COMMANDS), ["--help"])

    assert shown.exit_code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in shown.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    shown = CliRunner().invoke(command_line(COMMANDS), [command, "--help"])

    assert shown.exit_code == 0
    assert f"Usage: root {command}" in shown.output
