"""`firstline rules format`: rules in their one normal form, or as other tools read them."""

import json
from typing import Annotated

import typer

from firstline.cli.rules.sources import (
    AsJson,
    NamedRule,
    Rules,
    SchemaFile,
    Subject,
    TemplateOption,
    read_rules,
)
from firstline.rules import format_rule, to_json


def format(  # noqa: A001 - the command's name
    subject: Subject,
    schema: SchemaFile = None,
    template: TemplateOption = "",
    check: Annotated[
        bool, typer.Option("--check", help="Only list rules in another form; exit 1 if any.")
    ] = False,
    as_json: AsJson = False,
    as_cel: Annotated[
        bool, typer.Option("--cel", help="Print CEL, the Common Expression Language.")
    ] = False,
) -> None:
    """Print rules in normal form, so that two people who mean the same write the same."""
    if check + as_json + as_cel > 1:
        raise typer.BadParameter("choose one of --check, --json and --cel")
    rules = read_rules(subject, schema, template)
    if as_json:
        stored = {each.template: to_json(each.rule.condition) for each in rules.named}
        typer.echo(json.dumps(stored.get("", stored), indent=1, ensure_ascii=False))
        return
    listed = [each for each in rules.named if not check or not _is_normal(each)]
    for each in listed:
        text = _cel(each, rules) if as_cel else format_rule(each.rule.condition)
        typer.echo(f"{each.template}: {text}" if each.template else text)
    if check and listed:
        raise typer.Exit(1)


def _cel(named: NamedRule, rules: Rules) -> str:
    # Imported where it is needed: the core of the rule language knows nothing of it.
    from firstline.rules.cel import to_cel  # noqa: PLC0415

    return to_cel(named.rule.condition, rules.schema)


def _is_normal(named: NamedRule) -> bool:
    """Whether the text is in normal form, but perhaps broken into lines."""
    return named.rule.source.split() == format_rule(named.rule.condition).split()
