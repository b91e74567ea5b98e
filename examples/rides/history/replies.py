"""What the agent sent: the first template of the topic whose rule holds, and now and then not."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from examples.rides.history.draws import chance

from firstline.domain.facts import FactName, FactValue
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.rules import CompiledRule, compile_rule

WRONG_SHARE = 0.03
FREE_SHARE = 0.005  # agents seldom write a reply of their own


@dataclass(frozen=True, slots=True)
class Agents:
    service: Service
    _rules: dict[str, CompiledRule] = field(init=False, repr=False)
    _by_topic: dict[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        service = self.service
        rules = {str(t.id): compile_rule(t.rule, service.schema) for t in service.templates}
        by_topic = {
            str(topic.id): tuple(str(t.id) for t in service.templates_of(topic.id))
            for topic in service.topics.leaves
        }
        object.__setattr__(self, "_rules", rules)
        object.__setattr__(self, "_by_topic", by_topic)

    def right_template(
        self, topic: str, facts: dict[FactName, FactValue], received_at: datetime
    ) -> str:
        """Name the first template whose rule holds, or nothing where none does."""
        holding = (t for t in self._by_topic[topic] if self._rules[t].holds(facts, received_at))
        return next(holding, "")

    def chosen_template(self, rng: Random, topic: str, right: str) -> str:
        """Name what an agent sent who should have sent `right`."""
        if not right or chance(rng, FREE_SHARE):
            return ""
        return self._neighbour(rng, topic, right) if chance(rng, WRONG_SHARE) else right

    def _neighbour(self, rng: Random, topic: str, right: str) -> str:
        tree = self.service.topics
        parent = tree[TopicId(topic)].parent
        siblings = [str(leaf.id) for leaf in tree.leaves if leaf.parent == parent]
        near = [t for t in self._by_topic[topic] if t != right] if chance(rng, 0.7) else []
        near = near or [t for name in siblings for t in self._by_topic[name] if t != right]
        return rng.choice(near) if near else right
