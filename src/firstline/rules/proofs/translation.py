"""Conditions as formulas: where each is true, and where it is false.

The two leave a third case, unknown: a test is true or false only where all its facts are known.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from firstline.domain.facts import FactName, FactType
from firstline.rules.moments import MICROSECOND, microseconds
from firstline.rules.proofs.smtlib import (
    TRUE,
    Formula,
    Term,
    all_of,
    any_of,
    apply,
    between,
    integer,
    no,
    real,
    truth,
)
from firstline.rules.proofs.texts import Part
from firstline.rules.proofs.variables import Variables
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    Between,
    Comparator,
    Comparison,
    Condition,
    Duration,
    Elapsed,
    FactRef,
    Literal,
    Missing,
    Not,
    OneOf,
    Operand,
    ReceivedAt,
    TextTest,
    Within,
    facts_of,
)


class Translation:
    """Translates conditions over one set of variables."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._whole_numbers = {f.name for f in variables.facts if f.type is FactType.INT}

    def formula(self, condition: Condition, *, when: bool) -> Formula:
        """Say where a condition is true, or where it is false."""
        match condition:
            case Always():
                return truth(of=when)
            case Not():
                return self.formula(condition.part, when=not when)
            case AllOf() | AnyOf():
                parts = [self.formula(part, when=when) for part in condition.parts]
                # All parts have the group's own truth exactly where "all" is true or "any" false.
                every_part = isinstance(condition, AllOf) is when
                return all_of(parts) if every_part else any_of(parts)
            case Missing():
                known = self._known(condition.fact.name)
                return no(known) if when else known
            case test:
                holds = self._holds(test)
                known_facts = map(self._known, facts_of(test))
                return all_of([*known_facts, holds if when else no(holds)])

    def _known(self, name: FactName) -> Formula:
        return self._variables.known.get(name, TRUE)

    def _holds(self, test: Comparison | Between | OneOf | TextTest | Within | Elapsed) -> Formula:
        match test:
            case Comparison():
                left, right = self._term(test.left), self._term(test.right)
                return apply(_COMPARE[test.comparator], left, right)
            case Between():
                value, low, high = map(self._term, (test.value, test.low, test.high))
                return between(low, value, high)
            case OneOf():
                value = self._term(test.value)
                return any_of(apply("=", value, self._term(choice)) for choice in test.choices)
            case TextTest():
                return self._has_part(test)
            case Within():
                apart = apply("-", self._term(test.moment), self._term(test.anchor))
                longest = _length(test.duration)
                return between(integer(-longest), apart, integer(longest))
            case Elapsed():
                return self._has_elapsed(test)
            case _:
                assert_never(test)

    def _has_part(self, test: TextTest) -> Formula:
        part = Part(test.operator, str(test.text.value))
        match test.value:
            case FactRef(name=name) if name in self._variables.values:
                return self._variables.parts[name][part]
            case FactRef(name=name):
                return self._variables.items[name][part.text]
            case Literal(value=str(text)):
                return truth(of=part.is_in(text))
            case other:
                raise TypeError(f"the checker lets no {other} stand for a text")

    def _has_elapsed(self, test: Elapsed) -> Formula:
        earlier, later = map(self._term, test.ends)
        elapsed = apply("-", later, earlier)
        limit = integer(_length(test.duration))
        return all_of(
            [apply(">=", elapsed, "0"), apply(_COMPARE[test.bound.comparator], elapsed, limit)]
        )

    def _term(self, operand: Operand) -> Term:
        match operand:
            case FactRef(name=name):
                value = self._variables.values[name]
                return apply("to_real", value) if name in self._whole_numbers else value
            case ReceivedAt():
                return self._variables.received_at
            case Literal():
                return self._fixed(operand)
            case Arithmetic():
                left, right = self._term(operand.left), self._term(operand.right)
                return apply(operand.operator, left, right)
            case _:
                assert_never(operand)

    def _fixed(self, literal: Literal) -> Term:
        match literal.value:
            case bool(value):
                return truth(of=value)
            case str(text):
                return integer(self._variables.codes[text])
            case int() | Decimal() as number:
                return real(number)
            case datetime() as moment:
                return integer(microseconds(moment))
            case date() as day:
                return integer(day.toordinal())


def _length(duration: Duration) -> int:
    return duration.length // MICROSECOND


_COMPARE = {
    Comparator.IS: "=",
    Comparator.IS_NOT: "distinct",
    Comparator.LESS: "<",
    Comparator.AT_MOST: "<=",
    Comparator.MORE: ">",
    Comparator.AT_LEAST: ">=",
}
