"""All commands of `firstline`; only the one that is called is loaded.

Training loads scikit-learn and Polars; what answers customers must not.
"""

import importlib
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import typer

from firstline.domain.errors import FirstlineError

COMMANDS = (
    "check",
    "train",
    "evaluate",
    "publish",
    "rollback",
    "serve",
    "ask",
    "explain",
    "replay",
)
"""Each is the function of that name in the module of that name beside this one."""
P = ParamSpec("P")


def main() -> None:
    """Run the command that the arguments name."""
    named = [word for word in sys.argv[1:2] if word in COMMANDS]
    command_line(named or COMMANDS)()


def command_line(names: Iterable[str]) -> typer.Typer:
    """Load commands and make a command line of them."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a bug shows its plain traceback
        rich_markup_mode=None,
    )
    app.callback()(_firstline)
    for name in names:
        function = getattr(importlib.import_module(f"firstline.cli.{name}"), name)
        app.command(name)(_with_clear_errors(function))
    return app


def _firstline() -> None:
    """Automate the first line of customer support, where it can promise to be right."""


def _with_clear_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Print what a person can act on and exit 1; let bugs crash."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except FirstlineError as error:
            typer.echo(f"error: {error}", err=True)
            sys.exit(1)

    return run
