"""The example's past: half a year of inquiries, the same rows for the same seed."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from firstline.domain.facts import FactName, FactValue
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.panel.onboarding.bakery.orders import chance, draw_order
from firstline.rules import CompiledRule, compile_rule
from firstline.workspace.documents import read_document

ROWS = 1_800
"""A topic has some hundred; about ten seconds to read and a few to learn on one core."""
SEED = 11
FIRST_DAY = datetime(2026, 5, 4, 6, tzinfo=UTC)
DAYS = 182
WRONG_SHARE = 0.02  # of agents' choices; with more, no reply could be measured right often enough
CUSTOMERS = 9_000  # few write twice, so few cases are left out of earlier weeks
VAGUE_SHARE = 0.06  # nobody could tell what these are about
EXPERT = "allergic_reaction"
PHRASES = Path(__file__).with_name("phrases.yaml")
# As some help desk names them; which is which is found out when the file is brought.
BEFORE_FACTS = ("ticket", "created_at", "customer", "message")
AFTER_FACTS = ("macro", "category", "csat", "agent")

Row = Mapping[str, str]


def write_history(path: Path, service: Service, *, rows: int = ROWS, seed: int = SEED) -> None:
    """Write the history as the shop's help desk would export it."""
    header = (*BEFORE_FACTS, *(str(fact.name) for fact in service.schema), *AFTER_FACTS)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, header)
        table.writeheader()
        table.writerows(_Shop.of(service, seed).rows(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shop:
    rng: Random
    service: Service
    phrases: Mapping[str, Any]
    rules: Mapping[str, CompiledRule]

    @classmethod
    def of(cls, service: Service, seed: int) -> "_Shop":
        phrases: Any = read_document(PHRASES).data
        rules = {str(t.id): compile_rule(t.rule, service.schema) for t in service.templates}
        rng = Random(seed)  # noqa: S311 - no secret
        return cls(rng=rng, service=service, phrases=phrases, rules=rules)

    def rows(self, count: int) -> Iterator[Row]:
        moments = sorted(self.rng.uniform(0, DAYS) for _ in range(count))
        for number, days in enumerate(moments):
            yield self._row(number, FIRST_DAY + timedelta(seconds=int(days * 86_400)))

    def _row(self, number: int, at: datetime) -> Row:
        topic = self._topic()
        facts = draw_order(self.rng, topic, at)
        right = self._right(topic, facts, at)
        sent = self._sent(topic, right)
        return {
            "ticket": f"b-{number:05d}",
            "created_at": at.isoformat(),
            "customer": f"c-{self.rng.randrange(CUSTOMERS):04d}",
            "message": self._text(topic),
            **{name: _cell(value) for name, value in facts.items()},
            "macro": sent,
            "category": topic,
            "csat": self.rng.choice("5554") if sent == right else self.rng.choice("321"),
            "agent": f"agent-{self.rng.randint(1, 5)}",
        }

    def _topic(self) -> str:
        leaves = [str(leaf.id) for leaf in self.service.topics.leaves]
        return self.rng.choices(leaves, [self.phrases[leaf]["share"] for leaf in leaves])[0]

    def _text(self, topic: str) -> str:
        own, common = self.phrases[topic], self.phrases
        if topic != EXPERT and chance(self.rng, VAGUE_SHARE):
            own = common["vague"]
        parts = [
            self.rng.choice(common["greetings"]) if chance(self.rng, 0.6) else "",
            self.rng.choice(own["says"]),
            f"– {self.rng.choice(own['adds'])}" if chance(self.rng, 0.6) else "",
        ]
        said = " ".join(part for part in parts if part)
        end = self.rng.choice((".", "?", "!", "", "??"))
        thanks = f" {self.rng.choice(common['thanks'])}" if chance(self.rng, 0.4) else ""
        return f"{_mistyped(self.rng, said)}{end}{thanks}"

    def _right(self, topic: str, facts: Mapping[FactName, FactValue], at: datetime) -> str:
        """Name the first template whose rule holds, or nothing where none does."""
        for template in self.service.templates_of(TopicId(topic)):
            if self.rules[template.id].holds(facts, at):
                return template.id
        return ""

    def _sent(self, topic: str, right: str) -> str:
        if not right or not chance(self.rng, WRONG_SHARE):
            return right
        return self.rng.choice([t.id for t in self.service.templates_of(TopicId(topic))])


def _mistyped(rng: Random, text: str) -> str:
    """Swap two neighbouring letters now and then, as hurried people do."""
    if not chance(rng, 0.3):
        return text
    place = rng.randrange(1, len(text) - 1)
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]


def _cell(value: FactValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            return "|".join(value)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
