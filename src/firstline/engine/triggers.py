"""Triggers over one inquiry: which are set off, by which words and facts."""

from dataclasses import dataclass, field

from firstline.domain.services import Service
from firstline.domain.traces import MessageAct, TriggerTrace
from firstline.domain.triggers import Trigger, in_order_of_urgency
from firstline.engine.reading import Reading
from firstline.rules import CompiledRule, compile_rule
from firstline.text.phrases import Phrases, folded


@dataclass(frozen=True, slots=True)
class TriggerFinder:
    """Holds a service's triggers compiled."""

    service: Service
    _triggers: tuple[tuple[Trigger, Phrases, CompiledRule], ...] = field(init=False)

    def __post_init__(self) -> None:
        schema, triggers = self.service.schema, in_order_of_urgency(self.service.triggers)
        compiled = tuple(
            (trigger, Phrases.of(trigger.all_words), compile_rule(trigger.rule, schema))
            for trigger in triggers
        )
        object.__setattr__(self, "_triggers", compiled)

    def find(self, reading: Reading) -> tuple[TriggerTrace, ...]:
        """List what is set off, the one that decides first; a robot's mail sets off nothing."""
        if not self._triggers or reading.act is MessageAct.AUTO_RESPONDER:
            return ()
        text = folded(reading.text)
        found = (_set_off(*compiled, reading, text) for compiled in self._triggers)
        return tuple(trace for trace in found if trace)


def _set_off(
    trigger: Trigger, phrases: Phrases, rule: CompiledRule, reading: Reading, text: str
) -> TriggerTrace | None:
    words = tuple(phrases.found_in(text))
    inquiry = reading.inquiry
    if (phrases and not words) or not rule.holds(inquiry.facts, inquiry.received_at):
        return None
    return TriggerTrace(
        trigger_id=trigger.id,
        name=trigger.name,
        line=trigger.line,
        words=words,
        rule=rule.explain(inquiry.facts, inquiry.received_at),
    )
