"""For engines that know only true and false: the same condition, with what it needs spelt out."""

from firstline.rules.tree import (
    AllOf,
    AnyOf,
    Condition,
    FactRef,
    Missing,
    Not,
    facts_of,
)


def two_valued(condition: Condition) -> Condition:
    """A condition that is true exactly where the given one is, and false where that is unknown.

    `not` is left on single tests only, since "not unknown" would be true in such an engine;
    beside each test stands `… is present` for every fact that it reads.
    """
    return _form(condition, when=True)


def _form(condition: Condition, *, when: bool) -> Condition:
    """Say that a condition is certainly true, or that it is certainly false."""
    match condition:
        case Not():
            return _form(condition.part, when=not when)
        case AllOf() | AnyOf():
            parts = tuple(_form(part, when=when) for part in condition.parts)
            return (
                AllOf(parts=parts) if isinstance(condition, AllOf) is when else AnyOf(parts=parts)
            )
        case test:
            claim = test if when else Not(part=test)
            return _guarded(test, claim)


def _guarded(test: Condition, claim: Condition) -> Condition:
    if isinstance(test, Missing):
        return claim
    present = [Not(part=Missing(fact=FactRef(name=name))) for name in facts_of(test)]
    return AllOf(parts=(*present, claim)) if present else claim
