"""What a command of this group is about: the rules of a service, or one rule as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from firstline.domain.facts import FactSchema, did_you_mean
from firstline.rules import CompiledRule, compile_rule
from firstline.workspace import load_schema, load_service

Subject: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="SERVICE|RULE", help="Folder of a service; with --schema, the text of a rule."
    ),
]
SchemaFile: TypeAlias = Annotated[
    Path | None,
    typer.Option("--schema", help="YAML file with the facts of the rule, below `facts:`."),
]
TemplateOption: TypeAlias = Annotated[
    str, typer.Option("--template", help="Id of a template: only its rule.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRule:
    template: str
    """Empty for a rule that was given as text."""
    rule: CompiledRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    schema: FactSchema
    zone: tzinfo
    """Of times that come without one."""
    named: tuple[NamedRule, ...]


def read_rules(subject: str, schema: Path | None, template: str = "") -> Rules:
    """Read sound rules: of a service, of one template of it, or the one given as text.

    Raises:
        FirstlineError: the service, the schema or the rule is wrong.
    """
    check_usage(schema, template)
    if schema is not None:
        facts = load_schema(schema)
        named = NamedRule(template="", rule=compile_rule(subject, facts))
        return Rules(schema=facts, zone=UTC, named=(named,))
    service = load_service(Path(subject))
    rules = tuple(
        NamedRule(template=each.id, rule=compile_rule(each.rule, service.schema))
        for each in service.templates
        if template in ("", each.id)
    )
    if not rules and template:
        raise unknown_template(template, [each.id for each in service.templates])
    return Rules(schema=service.schema, zone=service.zone, named=rules)


def check_usage(schema: Path | None, part: object) -> None:
    """Refuse to look for a part of a service where there is none."""
    if schema is not None and part:
        raise typer.BadParameter("a template, topic or change is of a service; leave out --schema")


def unknown_template(template: str, known: Sequence[str]) -> typer.BadParameter:
    hint = did_you_mean(template, tuple(known))
    return typer.BadParameter(f"there is no template `{template}`{hint}")
