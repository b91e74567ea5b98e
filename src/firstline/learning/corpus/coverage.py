"""What a history can teach a service, and what it lacks."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstline.domain.cases import Case
from firstline.domain.services import Service
from firstline.learning.corpus.histories import History

LEAST_CASES = 100
"""Labelled ones; with fewer, the weeks that prove promises hold a handful of each topic."""
LEAST_TOPICS = 2
FEW = 30
"""Below this the names of topics teach more than their cases (benchmarks: few_shot)."""


class Lack(StrEnum):
    FEW_CASES = "few_cases"
    FEW_TOPICS = "few_topics"
    NO_TIMES = "no_times"
    NO_CUSTOMERS = "no_customers"
    TOPICS_WITHOUT_CASES = "topics_without_cases"
    TOPICS_WITH_FEW_CASES = "topics_with_few_cases"
    TEMPLATES_NEVER_SENT = "templates_never_sent"
    FACTS_NEVER_KNOWN = "facts_never_known"


PREVENTS_TRAINING = frozenset({Lack.FEW_CASES, Lack.FEW_TOPICS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    cases: int
    labelled: int
    """Cases whose topic is known."""
    first: str
    """Day of the first inquiry."""
    last: str
    topics: Mapping[str, int]
    """Leaf → its cases."""
    templates: Mapping[str, int]
    """Template → how often agents sent it."""
    facts: Mapping[str, float]
    """Fact → share of the cases that know it."""
    lacks: Mapping[Lack, Sequence[str]]
    """What is missing, with the names of what it is missing of."""

    @property
    def can_train(self) -> bool:
        return not PREVENTS_TRAINING & set(self.lacks)


def coverage_of(history: History, service: Service) -> Coverage:
    cases = history.cases
    topics = Counter(case.topic_id for case in cases if case.topic_id)
    templates = Counter(case.template_id for case in cases if case.template_id)
    by_topic = {str(leaf.id): topics[leaf.id] for leaf in service.topics.leaves}
    by_template = {str(t.id): templates[t.id] for t in service.templates}
    facts = {str(fact.name): _known(cases, str(fact.name)) for fact in service.schema}
    days = [case.inquiry.received_at.date().isoformat() for case in (*cases[:1], *cases[-1:])]
    return Coverage(
        cases=len(cases),
        labelled=topics.total(),
        first=days[0] if history.report.has_times and days else "",
        last=days[-1] if history.report.has_times and days else "",
        topics=by_topic,
        templates=by_template,
        facts=facts,
        lacks=dict(_lacks(history, by_topic, by_template, facts)),
    )


def _known(cases: Sequence[Case], name: str) -> float:
    known = sum(case.inquiry.facts.get(name) is not None for case in cases)  # type: ignore[call-overload]  # a NewType's text
    return known / len(cases) if cases else 0.0


def _lacks(
    history: History,
    topics: Mapping[str, int],
    templates: Mapping[str, int],
    facts: Mapping[str, float],
) -> Iterator[tuple[Lack, Sequence[str]]]:
    if sum(topics.values()) < LEAST_CASES:
        yield Lack.FEW_CASES, ()
    if sum(map(bool, topics.values())) < LEAST_TOPICS:
        yield Lack.FEW_TOPICS, ()
    if not history.report.has_times:
        yield Lack.NO_TIMES, ()
    if len({case.inquiry.customer_id for case in history.cases}) == len(history.cases):
        yield Lack.NO_CUSTOMERS, ()
    named = {
        Lack.TOPICS_WITHOUT_CASES: [name for name, count in topics.items() if not count],
        Lack.TOPICS_WITH_FEW_CASES: [name for name, count in topics.items() if 0 < count < FEW],
        Lack.TEMPLATES_NEVER_SENT: [name for name, count in templates.items() if not count],
        Lack.FACTS_NEVER_KNOWN: [name for name, share in facts.items() if not share],
    }
    yield from ((lack, names) for lack, names in named.items() if names)
