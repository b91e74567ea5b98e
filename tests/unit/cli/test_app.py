import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firstline.cli.app import COMMANDS, _named, command_line

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


@pytest.mark.parametrize("name", ["check", "explain", "format"])
def test_rules_are_looked_at_without_what_only_learning_or_proofs_need(
    name: str, tmp_path: Path
) -> None:
    call = f"from firstline.cli.app import command_line; command_line(['rules {name}'])"
    done = python(f"{call}; {LOADED}", tmp_path)
    loaded = set(json.loads(done.stdout))

    assert f"firstline.cli.rules.{name}" in loaded
    assert not loaded & {*NEVER, "z3"}


def test_only_the_command_that_is_called_is_loaded() -> None:
    assert list(_named(["rules", "check", "shop"])) == ["rules check"]
    assert list(_named(["check", "rules"])) == ["check"]
    of_group = [name for name in COMMANDS if name.startswith("rules ")]
    assert list(_named(["rules", "--help"])) == list(_named(["rules"])) == of_group
    assert _named(["--help"]) == _named([]) == COMMANDS


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
        assert f"\n  {command.split()[0]} " in shown.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    shown = CliRunner().invoke(command_line(COMMANDS), [*command.split(), "--help"])

    assert shown.exit_code == 0
    assert f"Usage: root {command}" in shown.output
