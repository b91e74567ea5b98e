"""`firstline explain`: say in words why a decision was made, from the journal alone."""

from typing import Annotated

import typer

from firstline.cli.options import JOURNAL, JournalFile
from firstline.domain.decisions import DecisionId
from firstline.engine.explain import explain as words
from firstline.journal.reader import JournalReader


def explain(
    decision: Annotated[str, typer.Argument(help="Id of the decision.")],
    journal: JournalFile = JOURNAL,
) -> None:
    """Explain one recorded decision."""
    entry = JournalReader(journal).entry(DecisionId(decision))
    typer.echo(f"“{entry.inquiry.text}”\n")
    typer.echo(words(entry.decision))
    typer.echo(f"Decided at {entry.decided_at.isoformat()} in {entry.timings.total * 1000:.1f} ms.")
