"""`firstline rules check`: everything that is wrong with rules, all at once."""

import json
from collections.abc import Iterable
from pathlib import Path

import typer

from firstline.cli.rules.sources import (
    AsJson,
    SchemaFile,
    Subject,
    TemplateOption,
    check_usage,
    unknown_template,
)
from firstline.domain.errors import Problem, RuleError, WorkspaceError
from firstline.rules import check as misfits
from firstline.workspace import load_schema, load_service


def check(
    subject: Subject,
    schema: SchemaFile = None,
    template: TemplateOption = "",
    as_json: AsJson = False,
) -> None:
    """Check the rules of a service, with its placeholders and examples, or one rule as text."""
    check_usage(schema, template)
    if schema is None:
        problems = _of_service(Path(subject), template)
    else:
        problems = tuple(map(_of_text, misfits(subject, load_schema(schema))))
    if as_json:
        typer.echo(json.dumps(list(map(_as_json, problems)), indent=1, ensure_ascii=False))
    else:
        _print(problems)
    if problems:
        raise typer.Exit(1)


def _of_service(folder: Path, template: str) -> tuple[Problem, ...]:
    """Problems of one template only, but also those of no template: they may hide others."""
    try:
        service = load_service(folder)
    except WorkspaceError as error:
        return tuple(p for p in error.problems if not template or p.template in ("", template))
    known = [each.id for each in service.templates]
    if template and template not in known:
        raise unknown_template(template, known)
    return ()


def _of_text(misfit: RuleError) -> Problem:
    return Problem(file="", line=0, message=str(misfit), misfit=misfit)


def _print(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    for problem in listed:
        typer.echo(problem if problem.file else problem.message, err=True)
    if not listed:
        typer.echo("no problems")


def _as_json(problem: Problem) -> dict[str, object]:
    misfit = problem.misfit
    return {
        "file": problem.file or None,
        "line_in_file": problem.line or None,
        "template": problem.template or None,
        "message": misfit.message if misfit else problem.message,
        "position": misfit.position if misfit else None,
        "line": misfit.line if misfit else None,
        "column": misfit.column if misfit else None,
    }
