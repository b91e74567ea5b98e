"""Whatever the code offers, the reference names; and it names nothing else."""

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import get_args, get_type_hints

import pytest
from tests.docs.pages import read_page
from typer.core import TyperCommand

import firstline
from firstline.cli.app import COMMANDS
from firstline.domain.decisions import (
    AutoReply,
    Escalation,
    EscalationReason,
    Suggestion,
    SuggestionReason,
)
from firstline.domain.errors import FirstlineError
from firstline.domain.topics import Mode
from firstline.domain.traces import CandidateStatus, DropReason, MessageAct
from firstline.panel.settings import PanelSettings
from firstline.release import layout
from firstline.serving.metrics import Metrics
from firstline.serving.settings import ServingSettings
from firstline.text.entities import EntityKind

DECISIONS = read_page("docs/reference/decisions.md")
NEEDS_PYTORCH = "firstline.learning.tuning."
"""Its only error is in the domain, since most installations cannot load the rest."""
KINDS = {
    get_args(get_type_hints(decision)["kind"])[0]
    for decision in (AutoReply, Suggestion, Escalation)
}
ERRORS = read_page("docs/reference/errors.md")


def test_every_setting_is_listed() -> None:
    page = read_page("docs/reference/settings.md")
    panel = {f"FIRSTLINE_PANEL_{name.upper()}" for name in PanelSettings.model_fields}
    serving = {f"FIRSTLINE_{name.upper()}" for name in ServingSettings.model_fields}

    assert page.section("## Settings of the panel").rows() == panel
    assert page.rows() - panel == serving


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_listed(
    name: str, commands: Mapping[str, TyperCommand]
) -> None:
    options = {
        option
        for parameter in commands[name].params
        if parameter.param_type_name == "option"
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    listed = read_page("docs/reference/cli.md").section(f"## `{name}`").rows()

    assert {row for row in listed if row.startswith("--")} == options - {"--help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_variable_that_stands_for_an_option_is_listed(
    name: str, commands: Mapping[str, TyperCommand]
) -> None:
    variables = {str(parameter.envvar) for parameter in commands[name].params if parameter.envvar}
    listed = read_page("docs/reference/cli.md").section(f"## `{name}`").rows()

    assert {row for row in listed if row.startswith("FIRSTLINE_")} == variables


def test_the_overview_lists_every_command() -> None:
    overview = read_page("docs/reference/cli.md").text.partition("\n## ")[0]

    for name in COMMANDS:
        assert f"| [`{name}`](#{name.replace(' ', '-')}) |" in overview


def test_every_metric_is_listed_with_its_type_and_labels() -> None:
    page = read_page("docs/reference/metrics.md")
    metrics = list(Metrics().registry.collect())
    names = {f"{m.name}_total" if m.type == "counter" else m.name for m in metrics}

    assert page.rows() == names
    for metric in metrics:
        assert any(
            metric.name in line and f"| {metric.type} |" in line for line in page.text.splitlines()
        )


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("## Kinds", KINDS),
        ("## Why an inquiry was escalated", set(EscalationReason)),
        ("## Why a reply was only suggested", set(SuggestionReason)),
        ("## What became of a candidate", {*CandidateStatus, *DropReason}),
        ("## What a message does", set(MessageAct)),
    ],
)
def test_every_kind_and_reason_is_listed(heading: str, names: set[str]) -> None:
    headers = {"kind", "reason", "status", "dropped_because", "act"}

    assert DECISIONS.section(heading).rows() - headers == names


def test_every_error_is_listed_and_stands_in_the_tree() -> None:
    names = {error.__name__ for error in _errors(FirstlineError)}
    tree = next(ERRORS.blocks("text"))

    assert ERRORS.rows() == names
    assert {line.strip("│├└─ ") for line in tree.splitlines()} == names


def _errors(base: type[FirstlineError]) -> Iterator[type[FirstlineError]]:
    """Find an error and all that derive from it, wherever in Firstline they are."""
    for module in pkgutil.walk_packages(firstline.__path__, "firstline."):
        if not module.name.startswith(NEEDS_PYTORCH):
            import_module(module.name)
    waiting = [base]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith("firstline."):
            yield error


def test_every_file_of_a_release_is_listed() -> None:
    listed = read_page("docs/reference/release-format.md").rows()

    assert listed == {layout.MANIFEST, *layout.FILES}


def test_every_mode_has_its_step_in_the_decision() -> None:
    section = read_page("docs/explanation/the-decision.md").section("## 6. Decide")

    assert section.rows() == set(Mode)


def test_every_kind_of_personal_data_is_listed() -> None:
    section = read_page("docs/explanation/personal-data.md").section("## The text")

    assert section.rows() == {kind.mark for kind in EntityKind}
