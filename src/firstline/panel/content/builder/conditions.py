"""The condition that an operator stands for, once everything is filled in."""

from dataclasses import dataclass
from typing import cast

from firstline.panel.content.builder.operators import INPUTS, Inputs, Operator
from firstline.rules.tree import (
    Between,
    Bound,
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
    Side,
    TextOperator,
    TextTest,
    Within,
)

_NEGATED = {
    Operator.NOT_BETWEEN: Operator.BETWEEN,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_STARTS_WITH: Operator.STARTS_WITH,
    Operator.NOT_ENDS_WITH: Operator.ENDS_WITH,
    Operator.NOT_WITHIN: Operator.WITHIN,
    Operator.PRESENT: Operator.MISSING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The operands of a row."""

    subject: Operand
    others: tuple[Operand, ...] = ()
    duration: Duration | None = None


def condition_for(  # noqa: PLR0911 - one line per kind of inputs
    operator: Operator, filled: Filled
) -> Condition:
    if positive := _NEGATED.get(operator):
        return Not(part=condition_for(positive, filled))
    match INPUTS[operator]:
        case Inputs.NOTHING:
            return Missing(fact=cast("FactRef", filled.subject))  # the time has no such operator
        case Inputs.ONE:
            comparator = Comparator(operator.value)
            return Comparison(left=filled.subject, comparator=comparator, right=filled.others[0])
        case Inputs.TWO:
            low, high = filled.others
            return Between(value=filled.subject, low=low, high=high)
        case Inputs.MANY:
            return OneOf(value=filled.subject, choices=cast("tuple[Literal, ...]", filled.others))
        case Inputs.PART:
            text = cast("Literal", filled.others[0])
            asked = TextOperator(operator.value)
            return TextTest(value=filled.subject, operator=asked, text=text)
        case Inputs.SPAN:
            return _of_times(operator, filled)


def _of_times(operator: Operator, filled: Filled) -> Condition:
    duration = cast("Duration", filled.duration)
    if operator is Operator.WITHIN:
        return Within(moment=filled.subject, duration=duration, anchor=filled.others[0])
    bound, side = operator.value.rsplit(" ", 1)
    return Elapsed(
        moment=filled.subject,
        bound=Bound(bound),
        duration=duration,
        side=Side(side),
        anchor=filled.others[0],
    )


def operator_of(test: Condition, *, is_negated: bool) -> Operator | None:
    """Name the operator of a test, if there is one that says it, or denies it."""
    found = _positive(test)
    if found is None or not is_negated:
        return found
    return next((name for name, positive in _NEGATED.items() if positive is found), None)


def _positive(test: Condition) -> Operator | None:  # noqa: PLR0911 - one line per kind of test
    match test:
        case Missing():
            return Operator.MISSING
        case Comparison():
            return Operator(test.comparator.value)
        case Between():
            return Operator.BETWEEN
        case OneOf():
            return Operator.IN
        case TextTest():
            return Operator(test.operator.value)
        case Within():
            return Operator.WITHIN
        case Elapsed():
            return Operator(f"{test.bound} {test.side}")
        case _:
            return None
