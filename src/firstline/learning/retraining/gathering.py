"""Gather labelled cases from the decision journal and from the help desk's own history.

A label is what a person said. What was sent automatically has none, unless someone looked:
learning from the engine's own answers would teach it that it is always right.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from firstline.domain.cases import Case
from firstline.domain.decisions import DecisionId
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.learning.corpus.labels import Relabel, label_reader
from firstline.learning.corpus.reports import RejectedRow, RejectReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said after a decision, in words of the content of that time."""

    topic: str
    template: str
    is_audit: bool
    """Whether the decision was drawn at random, rather than answered by that person."""
    was_chosen: bool = False
    """Whether it was shown to that person because it teaches much, such as a close decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDecision:
    inquiry: Inquiry
    was_sent: bool
    """Whether the reply was automatic."""
    said: Said | None
    """The last audit, or else the agent's last reply, or else the last annotation; `None` where
    nobody said anything."""
    facts_fit: bool = True
    """Whether the service knows all its facts; if not, the inquiry has none."""
    decision_id: DecisionId | None = None
    """As the journal names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    at: datetime
    was_sent: bool
    decision_id: DecisionId | None = None


class Source(StrEnum):
    """Who labelled a case of the journal."""

    AGENT = "agent"
    """The agent who answered, since nothing was sent automatically; or whoever audited it."""
    AUDIT = "audit"
    """Someone who was shown an automatic reply that was drawn at random."""
    TAKEOVER = "takeover"
    """An agent who wrote after an automatic reply. Mostly because it was wrong: it teaches, but
    measures nothing, since nobody writes after a right one."""
    CHOSEN = "chosen"
    """Someone who was shown what teaches much. That is harder than the traffic, so it measures
    nothing either."""


class Omission(StrEnum):
    """Why a decision is not learnt from."""

    NOT_FIRST = "not_first"
    """The conversation had a reply already."""
    FACTS_UNKNOWN = "facts_unknown"
    """It had facts that the service no longer knows."""
    RETIRED_TEMPLATE = "retired_template"
    RETIRED_TOPIC = "retired_topic"
    NOBODY_SAID = "nobody_said"
    """It was sent automatically and not audited, or no agent's answer was reported."""


_RETIRED = {
    RejectReason.UNKNOWN_TEMPLATE: Omission.RETIRED_TEMPLATE,
    RejectReason.UNKNOWN_TOPIC: Omission.RETIRED_TOPIC,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    cases: tuple[Case, ...]
    """In the order of their times."""
    sources: Mapping[InquiryId, Source]
    """Of the cases about which the journal knows."""
    decided: Mapping[InquiryId, Decided]
    """Every first message of the journal, labelled or not."""
    shared: int
    """Rows of the history that are about one of these."""
    omitted: Mapping[Omission, int]


def gather(
    decisions: Iterable[PastDecision],
    history: Iterable[Case],
    service: Service,
    relabel: Relabel,
) -> Gathered:
    """Put journal and history together, each inquiry once.

    The journal wins, because it has the facts as they were. A row of the history counts where
    nobody said anything in the journal, except if the reply was automatic: then what the help
    desk holds as the answer is our own.
    """
    gathering = _Gathering(service, relabel)
    for decision in decisions:
        gathering.add(decision)
    for case in history:
        gathering.add_row(case)
    return gathering.done()


class _Gathering:
    def __init__(self, service: Service, relabel: Relabel) -> None:
        self._labels = label_reader(service, file_says_what_was_sent=True)
        self._relabel = relabel
        self._cases: dict[InquiryId, Case] = {}
        self._sources: dict[InquiryId, Source] = {}
        self._decided: dict[InquiryId, Decided] = {}
        self._shared = 0
        self._omitted: Counter[Omission] = Counter()

    def add(self, decision: PastDecision) -> None:
        inquiry = decision.inquiry
        if inquiry.person_has_spoken or inquiry.auto_reply_sent:
            self._omitted[Omission.NOT_FIRST] += 1
            return
        if not decision.facts_fit:
            self._omitted[Omission.FACTS_UNKNOWN] += 1
            return
        decided = Decided(
            at=inquiry.received_at, was_sent=decision.was_sent, decision_id=decision.decision_id
        )
        self._decided[inquiry.id] = decided
        if decision.said is not None:
            self._label(inquiry, decision.said, _source(decided, decision.said))

    def _label(self, inquiry: Inquiry, said: Said, source: Source) -> None:
        try:
            topic = self._relabel(said.topic, said.template)
            topic_id, template_id = self._labels.read(topic, said.template)
        except RejectedRow as refusal:
            self._omitted[_RETIRED[refusal.reason]] += 1
            del self._decided[inquiry.id]  # nobody can say any more what is right
            return
        self._cases[inquiry.id] = Case(
            inquiry=_with_customer(inquiry), topic_id=topic_id, template_id=template_id
        )
        self._sources[inquiry.id] = source

    def add_row(self, case: Case) -> None:
        inquiry_id = case.inquiry.id
        decided = self._decided.get(inquiry_id)
        self._shared += decided is not None
        if decided and decided.was_sent:
            return
        if inquiry_id in self._cases and self._sources.get(inquiry_id) is not Source.CHOSEN:
            return
        self._cases[inquiry_id] = case
        if decided:
            self._sources[inquiry_id] = Source.AGENT

    def done(self) -> Gathered:
        unsaid = self._decided.keys() - self._sources.keys()
        self._omitted[Omission.NOBODY_SAID] = len(unsaid)
        return Gathered(
            cases=tuple(sorted(self._cases.values(), key=lambda case: case.inquiry.received_at)),
            sources=self._sources,
            decided=self._decided,
            shared=self._shared,
            omitted={why: self._omitted[why] for why in Omission if self._omitted[why]},
        )


def _source(decided: Decided, said: Said) -> Source:
    if said.was_chosen:
        return Source.CHOSEN
    if not decided.was_sent:
        return Source.AGENT
    return Source.AUDIT if said.is_audit else Source.TAKEOVER


def _with_customer(inquiry: Inquiry) -> Inquiry:
    """Name the customer; where nobody did, a conversation is of one person, as in a history."""
    if inquiry.customer_id:
        return inquiry
    name = inquiry.conversation_id or inquiry.id
    return replace(inquiry, customer_id=f"conversation:{name}")
