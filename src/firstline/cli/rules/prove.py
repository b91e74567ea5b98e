"""`firstline rules prove`: what is true of rules on every order there can be."""

from pathlib import Path
from typing import Annotated

import typer

from firstline.cli.options import STORE, StoreFolder
from firstline.cli.rules.sources import AsJson, SchemaFile, Subject, TemplateOption, check_usage
from firstline.rules.limits import PROOF_S


def prove(
    subject: Subject,
    schema: SchemaFile = None,
    against: Annotated[
        str, typer.Option(help="With --schema: an older text of the rule, to compare with.")
    ] = "",
    change: Annotated[
        Path | None, typer.Option(help="A change file: only the rules that it changes.")
    ] = None,
    topic: Annotated[str, typer.Option(help="Id of a topic: only its rules.")] = "",
    template: TemplateOption = "",
    store: StoreFolder = STORE,
    as_json: AsJson = False,
    timeout: Annotated[
        float, typer.Option(min=0, help="Seconds for one question; then it is not decided.")
    ] = PROOF_S,
) -> None:
    """Find rules that are never true or never win, replies that clash, and orders without one.

    Exits with 0 if there is nothing to repair, 1 if there is, 3 if something is not decided.
    """
    check_usage(schema, template or topic or change)
    if sum(map(bool, (topic, template, change))) > 1:
        raise typer.BadParameter("name one of --topic, --template and --change")
    if against and schema is None:
        raise typer.BadParameter("--against compares two texts of a rule; name --schema")
    # The solver is an extra; without it this command can at least say so.
    from firstline.cli.rules import proving  # noqa: PLC0415

    if change is not None:
        report = proving.of_change(subject, change, store=store, timeout_s=timeout)
    elif schema is not None:
        report = proving.of_text(subject, schema, against=against, timeout_s=timeout)
    else:
        chosen = proving.Chosen(topic=topic, template=template)
        report = proving.of_service(subject, chosen, store=store, timeout_s=timeout)
    typer.echo(report.as_json() if as_json else report.as_text())
    raise typer.Exit(report.exit_code)
