"""All commands of `firstline`; only the one that is called is loaded.

Training loads scikit-learn and Polars; what answers customers must not.
"""

import importlib
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import ParamSpec

import typer

from firstline.domain.errors import FirstlineError

COMMANDS = (
    "check",
    "train",
    "retrain",
    "tune",
    "evaluate",
    "clean",
    "export",
    "finetune",
    "thresholds",
    "release",
    "publish",
    "rollback",
    "canary start",
    "canary status",
    "canary stop",
    "serve",
    "run",
    "worker",
    "panel",
    "services add",
    "people add",
    "people list",
    "audit verify",
    "pull",
    "diff",
    "apply",
    "ask",
    "chat",
    "classify",
    "explain",
    "replay",
    "rehearse",
    "discover",
    "rules check",
    "rules explain",
    "rules format",
    "rules prove",
)
"""`rules check` is the function `check` in the module `rules/check.py` below this folder."""
GROUPS = {
    "audit": "Check the panel's audit log.",
    "canary": "Let a candidate release answer a share of the traffic.",
    "people": "Who may work in the panel.",
    "services": "Services that the panel knows.",
    "rules": "Check, explain, format and prove rules.",
}
P = ParamSpec("P")


def main() -> None:
    """Run the command that the arguments name."""
    command_line(_named(sys.argv[1:]))()


def _named(words: Sequence[str]) -> Sequence[str]:
    """The one command that is called, or those whose help is asked for."""
    called = [name for name in COMMANDS if name.split() == list(words[: len(name.split())])]
    of_group = [name for name in COMMANDS if name.split()[0] in words[:1]]
    return called or of_group or COMMANDS


def command_line(names: Iterable[str]) -> typer.Typer:
    """Load commands and make a command line of them."""
    app = _group("Automate the first line of customer support, where it can promise to be right.")
    groups = {"": app}
    for path in names:
        group, _, name = path.rpartition(" ")
        if group not in groups:
            groups[group] = _group(GROUPS[group])
            app.add_typer(groups[group], name=group)
        module = importlib.import_module(f"firstline.cli.{path.replace(' ', '.')}")
        groups[group].command(name)(_with_clear_errors(getattr(module, name)))
    return app


def _group(words: str) -> typer.Typer:
    group = typer.Typer(
        help=words,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # a bug shows its plain traceback
        rich_markup_mode=None,
    )
    group.callback()(lambda: None)  # so that one command alone is still a command of the group
    return group


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


if __name__ == "__main__":
    main()
