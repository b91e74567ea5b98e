"""`firstline rules explain`: a rule in words, and its truth for some facts, clause by clause."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from firstline.cli.options import FactOption
from firstline.cli.rules.given_facts import given_facts, given_time
from firstline.cli.rules.sources import (
    AsJson,
    NamedRule,
    SchemaFile,
    Subject,
    TemplateOption,
    read_rules,
)
from firstline.domain.traces import Clause
from firstline.rules import describe, draw, format_rule, guaranteed_facts

_CLAUSE = TypeAdapter(Clause)
_TRUTH = {
    True: "true of these facts",
    False: "false of these facts",
    None: "unknown, since facts are missing; only a true rule counts",
}


def explain(
    subject: Subject,
    schema: SchemaFile = None,
    template: TemplateOption = "",
    fact: FactOption = None,
    facts: Annotated[
        Path | None, typer.Option(help="JSON file with an object of facts: name → value.")
    ] = None,
    received_at: Annotated[
        str, typer.Option(help="When the inquiry came in, e.g. 2026-03-01T12:00; now if left out.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what a rule asks and guarantees; with facts, why it is true of them or not."""
    if schema is None and not template:
        raise typer.BadParameter("name one template of the service with --template")
    rules = read_rules(subject, schema, template)
    named = rules.named[0]
    given = given_facts(fact, facts, rules.schema, rules.zone)
    moment = given_time(received_at, rules.zone)
    clause = None if given is None else named.rule.explain(given, moment)
    if as_json:
        typer.echo(json.dumps(_as_json(named, clause), indent=1, ensure_ascii=False))
    else:
        typer.echo("\n".join(_lines(named, clause)))


def _lines(named: NamedRule, clause: Clause | None) -> Iterator[str]:
    condition = named.rule.condition
    yield f"{named.template}: {describe(condition)}" if named.template else describe(condition)
    yield f"guarantees: {', '.join(sorted(guaranteed_facts(condition))) or 'no facts'}"
    if clause is not None:
        yield ""
        yield from draw(clause)
        yield f"The rule is {_TRUTH[clause.holds]}."


def _as_json(named: NamedRule, clause: Clause | None) -> dict[str, object]:
    condition = named.rule.condition
    return {
        "template": named.template or None,
        "rule": format_rule(condition),
        "sentence": describe(condition),
        "guarantees": sorted(guaranteed_facts(condition)),
        "explanation": None if clause is None else _CLAUSE.dump_python(clause, mode="json"),
    }
