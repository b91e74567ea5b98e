"""What conditions ask of the facts: decides which variables a proof needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from firstline.domain.facts import FactName, FactSchema, FactType
from firstline.rules.kinds import Kind
from firstline.rules.operand_checks import kind_of
from firstline.rules.proofs.texts import Part
from firstline.rules.tree import (
    Condition,
    FactRef,
    Literal,
    OneOf,
    TextTest,
    facts_of,
    operands,
    tests_of,
)


@dataclass(slots=True, kw_only=True)
class Asked:
    facts: tuple[FactName, ...]
    """All that are read, in the order of the schema."""
    texts: dict[str, None] = field(default_factory=dict)
    """Texts that a fact is compared with, or can have; each once, in order."""
    parts: dict[FactName, dict[Part, None]] = field(default_factory=dict)
    items: dict[FactName, dict[str, None]] = field(default_factory=dict)
    compared: dict[tuple[FactName, FactName], None] = field(default_factory=dict)
    """Pairs of texts that are compared with each other."""


def asked_by(conditions: Iterable[Condition], schema: FactSchema) -> Asked:
    tests = list(dict.fromkeys(test for c in conditions for test in tests_of(c)))
    read = {name for test in tests for name in facts_of(test)}
    asked = Asked(facts=tuple(fact.name for fact in schema if fact.name in read))
    for fact in schema:
        if fact.name in read and fact.type is FactType.ENUM:
            asked.texts |= dict.fromkeys(fact.values)
    for test in tests:
        _note(asked, test, schema)
    _share_parts(asked)
    return asked


def _note(asked: Asked, test: Condition, schema: FactSchema) -> None:
    if isinstance(test, TextTest):
        _note_part(asked, test, schema)
        return
    for operand in operands(test):
        if isinstance(operand, Literal) and isinstance(operand.value, str):
            asked.texts[operand.value] = None
    if not isinstance(test, OneOf):
        names = [o.name for o in operands(test) if isinstance(o, FactRef)]
        if len(names) == 2 and kind_of(FactRef(name=names[0]), schema) is Kind.TEXT:  # noqa: PLR2004
            asked.compared[names[0], names[1]] = None


def _note_part(asked: Asked, test: TextTest, schema: FactSchema) -> None:
    text = str(test.text.value)
    if not isinstance(test.value, FactRef):
        return
    if kind_of(test.value, schema) is Kind.LIST:
        asked.items.setdefault(test.value.name, {})[text] = None
    else:
        asked.parts.setdefault(test.value.name, {})[Part(test.operator, text)] = None


def _share_parts(asked: Asked) -> None:
    """What is asked of a text is asked of all that it is compared with, until nothing is new."""
    grows = True
    while grows:
        grows = False
        for one, other in asked.compared:
            both = {**asked.parts.get(one, {}), **asked.parts.get(other, {})}
            for name in (one, other):
                grows = grows or len(asked.parts.get(name, {})) < len(both)
                if both:
                    asked.parts[name] = both
