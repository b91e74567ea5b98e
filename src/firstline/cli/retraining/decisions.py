"""Past decisions of the journal, with what people said about them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from firstline.cli.progress import progress_bars
from firstline.domain.decisions import AutoReply
from firstline.domain.errors import InquiryError
from firstline.domain.services import Service
from firstline.learning.retraining.gathering import PastDecision, Said
from firstline.serving.entries import JournalEntry, Outcome, OutcomeKind
from firstline.serving.journal import JournalReader


def past_decisions(journal: Path, service: Service, console: Console) -> Iterator[PastDecision]:
    """Read a journal from its beginning.

    Raises:
        JournalError: there is none, or it is damaged.
    """
    reader = JournalReader(journal)
    try:
        with progress_bars(console) as progress:
            reading = progress.add_task("reading decisions", total=reader.count())
            for entry in reader.entries():
                yield _past_decision(entry, reader.outcomes(entry.decision_id), service)
                progress.advance(reading)
    finally:
        reader.close()


def _past_decision(
    entry: JournalEntry, outcomes: Sequence[Outcome], service: Service
) -> PastDecision:
    try:
        inquiry, facts_fit = entry.inquiry.typed(service), True
    except InquiryError:
        inquiry, facts_fit = replace(entry.inquiry, facts={}).typed(service), False
    return PastDecision(
        inquiry=inquiry,
        was_sent=isinstance(entry.decision, AutoReply),
        said=_said(outcomes),
        facts_fit=facts_fit,
    )


def _said(outcomes: Sequence[Outcome]) -> Said | None:
    """Take the last audit, or else the last reply of an agent."""
    for kind in (OutcomeKind.AUDIT, OutcomeKind.AGENT_REPLY):
        for outcome in reversed(outcomes):
            if outcome.kind is kind:
                return Said(
                    topic=outcome.topic_id or "",
                    template=outcome.template_id or "",
                    is_audit=kind is OutcomeKind.AUDIT,
                )
    return None
