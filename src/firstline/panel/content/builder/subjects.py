"""What a row can ask about: each fact of the schema, and the time of the inquiry."""

from dataclasses import dataclass

from firstline.domain.facts import Fact, FactSchema
from firstline.panel.content.builder.operators import OF_RECEIVED_AT, OF_TYPE, Operator
from firstline.panel.content.builder.records import RECEIVED_AT
from firstline.rules.formatting import format_operand
from firstline.rules.kinds import KIND_OF_FACT, Kind
from firstline.rules.tree import FactRef, Operand, ReceivedAt


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    key: str
    """As rules write it."""
    operand: Operand
    kind: Kind
    operators: tuple[Operator, ...]
    fact: Fact | None = None

    @property
    def name(self) -> str:
        return self.fact.name if self.fact else ""

    @property
    def values(self) -> tuple[str, ...]:
        """The closed set of what it can be; empty means open."""
        return self.fact.values if self.fact else ()


def subjects_of(schema: FactSchema) -> dict[str, Subject]:
    """Map the text of each to what it is, in the order of the schema."""
    return {subject.key: subject for subject in (*map(_of_fact, schema), _THE_TIME)}


def _of_fact(fact: Fact) -> Subject:
    operand = FactRef(name=fact.name)
    return Subject(
        key=format_operand(operand),
        operand=operand,
        kind=KIND_OF_FACT[fact.type],
        operators=OF_TYPE[fact.type],
        fact=fact,
    )


_THE_TIME = Subject(key=RECEIVED_AT, operand=ReceivedAt(), kind=Kind.TIME, operators=OF_RECEIVED_AT)
