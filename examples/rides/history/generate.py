"""Generate the history of the example service: the same bytes for the same seed.

python examples/rides/history/generate.py --out history.csv --rows 13000 --seed 7
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

if __name__ == "__main__":  # run as a file, the packages beside it are not on the path
    sys.path.insert(0, str(Path(__file__).parents[3]))

from examples.rides.history.arrivals import DAYS, FIRST_DAY, Customer, moments, senders
from examples.rides.history.draws import chance, pick
from examples.rides.history.library import Library, TopicPhrases, read_library
from examples.rides.history.messages import Writer
from examples.rides.history.orders import Values
from examples.rides.history.replies import Agents
from examples.rides.history.traits import draw_order

from firstline.domain.facts import Fact, FactName, FactValue
from firstline.domain.services import Service
from firstline.workspace import load_service

SERVICE = Path(__file__).parents[1]
ROWS = 13_000
SEED = 7
MISSING_NULLABLE = 0.06
MISSING_OTHER = 0.02
RATED_SHARE = 0.3
BEFORE_FACTS = ("id", "conversation_id", "received_at", "customer_id", "text")
AFTER_FACTS = ("template_id", "topic", "rating", "agent_id", "response_seconds")

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    rng: Random
    service: Service
    library: Library
    writer: Writer
    agents: Agents

    def rows(self, count: int) -> Iterator[Row]:
        arrivals = zip(moments(self.rng, count), senders(self.rng, count), strict=True)
        for number, (at, customer) in enumerate(arrivals):
            ids = {"id": f"i-{number:06d}", "conversation_id": f"v-{number:06d}"}
            yield ids | self._row(at, customer)

    def _row(self, at: datetime, customer: Customer) -> Row:
        topic = self._topic(at)
        state = pick(self.rng, self.library.topics[topic].states)
        order = draw_order(self.rng, at, tuple(state.split()))
        order["customer_name"] = customer.name
        text = self.writer.write(topic, customer.language, order)
        known = self._known(order)
        right = self.agents.right_template(topic, known, at)
        sent = self.agents.chosen_template(self.rng, topic, right)
        return {
            "received_at": at.isoformat(),
            "customer_id": customer.id,
            "text": text,
            **{fact.name: as_cell(known[fact.name]) for fact in self.service.schema},
            "template_id": sent,
            "topic": topic,
            **self._handling(is_right=bool(sent) and sent == right),
        }

    def _topic(self, at: datetime) -> str:
        day = (at - FIRST_DAY).days
        return pick(self.rng, {t: share_on(day, p) for t, p in self.library.topics.items()})

    def _known(self, order: Values) -> dict[FactName, FactValue]:
        """Lose some facts, as source systems do."""
        return {
            fact.name: None if chance(self.rng, _missing_share(fact)) else order[fact.name]
            for fact in self.service.schema
        }

    def _handling(self, *, is_right: bool) -> Row:
        marks = {"5": 60, "4": 24, "3": 8, "2": 4, "1": 4}
        if not is_right:
            marks = {"5": 24, "4": 22, "3": 20, "2": 14, "1": 20}
        return {
            "rating": pick(self.rng, marks) if chance(self.rng, RATED_SHARE) else "",
            "agent_id": f"agent-{self.rng.randint(1, 24):02d}",
            "response_seconds": str(round(self.rng.lognormvariate(5.2, 0.7))),
        }


def share_on(day: int, phrases: TopicPhrases) -> float:
    """Weight of a topic on one day: some start late, some double over the weeks."""
    if day < phrases.first_day % DAYS:
        return 0.0
    return phrases.share * (1 + day / (DAYS - 1)) if phrases.doubles else phrases.share


def _missing_share(fact: Fact) -> float:
    return MISSING_NULLABLE if fact.nullable else MISSING_OTHER


def as_cell(value: FactValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case tuple():
            # Not joined by a mark: an empty list is known to be empty, an empty cell is unknown.
            return "[" + ", ".join(f'"{item}"' for item in value) + "]"
        case Decimal() | int() | str():
            return str(value)
        case datetime() | date():
            return value.isoformat()


def generate(*, rows: int = ROWS, seed: int = SEED, service: Service | None = None) -> list[Row]:
    rng = Random(seed)
    service = service or load_service(SERVICE)
    library = read_library()
    generator = Generator(
        rng=rng,
        service=service,
        library=library,
        writer=Writer(library, rng),
        agents=Agents(service),
    )
    return list(generator.rows(rows))


def columns(service: Service) -> tuple[str, ...]:
    return (*BEFORE_FACTS, *(str(fact.name) for fact in service.schema), *AFTER_FACTS)


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate the history of the rides service.")
    parser.add_argument("--out", type=Path, required=True, help="CSV file to write")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"inquiries (default {ROWS})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"default {SEED}")
    arguments = parser.parse_args()
    service = load_service(SERVICE)
    rows = generate(rows=arguments.rows, seed=arguments.seed, service=service)
    with arguments.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns(service), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
