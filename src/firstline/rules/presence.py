"""Which facts a rule proves to be present."""

from firstline.domain.facts import FactName
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    Missing,
    Not,
    facts_of,
)

_NONE: frozenset[FactName] = frozenset()


def guaranteed_facts(condition: Condition) -> frozenset[FactName]:
    """The facts that are certainly present whenever the condition is true.

    A template may use these as placeholders without a further thought.
    """
    return _present(condition, when=True)


def _present(condition: Condition, *, when: bool) -> frozenset[FactName]:
    match condition:
        case Not():
            return _present(condition.part, when=not when)
        case AllOf() | AnyOf():
            parts = [_present(part, when=when) for part in condition.parts]
            # All parts have the group's own truth exactly where "all" is true or "any" is false.
            every_part = isinstance(condition, AllOf) is when
            return _NONE.union(*parts) if every_part else parts[0].intersection(*parts[1:])
        case Missing():
            return _NONE if when else frozenset({condition.fact.name})
        case Always():
            return _NONE
        case test:
            # Any other test is unknown, neither true nor false, when a fact is missing.
            return frozenset(facts_of(test))
