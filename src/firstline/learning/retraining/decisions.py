"""Past decisions of the journal, with what people said about them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from firstline.domain.decisions import AutoReply
from firstline.domain.progress import Progress
from firstline.domain.services import Service
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind
from firstline.journal.past import journaled
from firstline.learning.retraining.gathering import PastDecision, Said


def past_decisions(journal: Path, service: Service, progress: Progress) -> Iterator[PastDecision]:
    """Read a journal from its beginning.

    Raises:
        JournalError: there is none, or it is damaged.
    """
    for entry, outcomes in journaled(journal, progress):
        yield _past_decision(entry, outcomes, service)


def _past_decision(
    entry: JournalEntry, outcomes: Sequence[Outcome], service: Service
) -> PastDecision:
    inquiry, facts_fit = entry.inquiry.typed_as_far_as_known(service)
    return PastDecision(
        inquiry=inquiry,
        was_sent=isinstance(entry.decision, AutoReply),
        said=_said(outcomes),
        facts_fit=facts_fit,
        decision_id=entry.decision_id,
    )


def _said(outcomes: Sequence[Outcome]) -> Said | None:
    """Take the last audit, or else the last reply of an agent, or else the last annotation.

    Who answers chooses a reply, and names another topic by itself: it counts before the reply's.
    """
    corrected = _corrected_topic(outcomes)
    for kind in (OutcomeKind.AUDIT, OutcomeKind.AGENT_REPLY, OutcomeKind.ANNOTATION):
        for outcome in reversed(outcomes):
            if outcome.kind is kind:
                return Said(
                    topic=(kind is OutcomeKind.AGENT_REPLY and corrected) or outcome.topic_id or "",
                    template=outcome.template_id or "",
                    is_audit=kind is OutcomeKind.AUDIT,
                    was_chosen=kind is OutcomeKind.ANNOTATION,
                )
    if corrected:
        return Said(topic=corrected, template="", is_audit=False, was_chosen=True)
    return None


def _corrected_topic(outcomes: Sequence[Outcome]) -> str:
    """Take the last topic that an agent named in place of the found one."""
    named = (one.topic_id for one in reversed(outcomes) if one.kind is OutcomeKind.TOPIC_CORRECTED)
    return next((topic for topic in named if topic), "")
