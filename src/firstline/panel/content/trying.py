"""What edited content would do with one inquiry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from firstline.domain.decisions import Decision
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.domain.traces import Clause, Prediction
from firstline.domain.triggers import Trigger
from firstline.engine.assessments import Assessment, assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.decide import Decider
from firstline.engine.reading import Reading
from firstline.journal.entries import JournalEntry
from firstline.panel.content.drafts import Edited
from firstline.panel.content.orders import Order
from firstline.panel.services.engines import engine_of
from firstline.panel.services.models import HostedService
from firstline.release.records import Release
from firstline.rules import check, compile_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    clause: Clause
    """What the template's rule makes of the order."""
    decision: Decision | None
    """What the edited content would do; `None` where a past inquiry cannot be judged anew."""
    facts_are_known: bool
    """Whether the service still knows the facts of then."""
    then: Decision | None = None
    """What was decided then."""


def content_with(edited: Edited, template: Template) -> Service:
    """Return the draft's content with one template as somebody is just writing it."""
    others = (other for other in edited.service.templates if other.id != template.id)
    return replace(edited.service, templates=(*others, template))


def try_on(order: Order, template: Template, edited: Edited, service: HostedService) -> Trial:
    """Try a template, and the draft around it, on an order.

    Raises:
        RuleError: the template's rule is none.
    """
    content = content_with(edited, template)
    inquiry, is_known = order.inquiry.typed_as_far_as_known(content)
    rule = compile_rule(template.rule, content.schema)
    trial = Trial(
        clause=rule.explain(inquiry.facts, inquiry.received_at),
        decision=None,
        facts_are_known=is_known,
        then=order.entry.decision if order.entry else None,
    )
    if not is_known:
        return trial
    assessed = (
        _of_then(order.entry, inquiry, edited.live)
        if order.entry
        else _of_now(inquiry, edited.live, service)
    )
    return replace(trial, decision=decide(assessed, content, edited.live)) if assessed else trial


def _of_then(entry: JournalEntry, inquiry: Inquiry, live: Release) -> Assessment | None:
    """Take what the model said then, unless another model with other topics said it."""
    trace = entry.decision.trace
    known = set(live.model.classifier.topics)
    if any(prediction.topic_id not in known for prediction in trace.predictions):
        return None
    return Assessment(
        reading=_reading(entry, inquiry),
        language=trace.language,
        sentiment=trace.sentiment,
        predictions=trace.predictions,
        expert_probability=trace.expert_probability,
    )


def _reading(entry: JournalEntry, inquiry: Inquiry) -> Reading:
    trace = entry.decision.trace
    is_ours = all(finding.passed for finding in trace.guards if finding.guard == "language")
    language = trace.language if is_ours else None
    return Reading(inquiry=inquiry, text=inquiry.text, act=trace.act, language=language)


def _of_now(inquiry: Inquiry, live: Release, service: HostedService) -> Assessment:
    (assessment,) = engine_of(service, live.digest).assess([inquiry])
    return assessment


def decide(assessed: Assessment, content: Service, live: Release) -> Decision:
    """Judge the templates of the probable topics anew; only their rules are compiled."""
    near = _near(content, assessed.predictions, live.service)
    again = assess(
        assessed.reading,
        CandidateFinder(near, live.model),
        sentiment=assessed.sentiment,
        predictions=[p for p in assessed.predictions if p.topic_id in near.topics],
        expert_probability=assessed.expert_probability,
    )
    return Decider(service=near, thresholds=live.thresholds, digest=live.digest).decide(again)


def _near(content: Service, predictions: Iterable[Prediction], live: Service) -> Service:
    """Keep the templates that can be candidates; of what is broken, what is live of it."""
    floor = content.policy.suggestion_floor
    topics = {p.topic_id for p in predictions if p.probability >= floor}
    wanted = (t for t in content.templates if not topics.isdisjoint(t.topics))
    return replace(
        content,
        templates=tuple(_standing(wanted, live.templates, content)),
        triggers=tuple(_standing(content.triggers, live.triggers, content)),
    )


Ruled = TypeVar("Ruled", Template, Trigger)


def _standing(wanted: Iterable[Ruled], live: Iterable[Ruled], content: Service) -> Iterator[Ruled]:
    by_id = {each.id: each for each in live}
    for each in wanted:
        if check(each.rule, content.schema):
            if each.id in by_id:
                yield by_id[each.id]
        else:
            yield each
