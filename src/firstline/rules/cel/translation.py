"""From the condition tree to CEL."""

from typing import assert_never

from firstline.domain.facts import FactSchema
from firstline.rules.cel.numbers import in_common_unit
from firstline.rules.cel.values import duration, plain, present
from firstline.rules.kinds import Kind
from firstline.rules.operand_checks import kind_of
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Between,
    Comparator,
    Comparison,
    Condition,
    Elapsed,
    Missing,
    Not,
    OneOf,
    Operand,
    Test,
    TextOperator,
    TextTest,
    Within,
)
from firstline.rules.two_valued import two_valued


def to_cel(condition: Condition, schema: FactSchema) -> str:
    """Write a condition that passes `check` as CEL that is true exactly where the rule is.

    Raises:
        RuleError: a number needs more than 64 bits.
    """
    return _condition(two_valued(condition), schema)


def _condition(condition: Condition, schema: FactSchema) -> str:
    match condition:
        case AllOf():
            return f"({' && '.join(_condition(part, schema) for part in condition.parts)})"
        case AnyOf():
            return f"({' || '.join(_condition(part, schema) for part in condition.parts)})"
        case Not(part=Missing() as test):
            return present(test.fact.name)
        case Not():
            return f"!({_condition(condition.part, schema)})"
        case Always():
            return "true"
        case test:
            return _test(test, schema)


def _test(test: Test, schema: FactSchema) -> str:  # noqa: PLR0911 - one line per kind of test
    match test:
        case Missing():
            return f"!({present(test.fact.name)})"
        case Comparison():
            left, right = _alike((test.left, test.right), schema)
            return f"{left} {_COMPARATORS[test.comparator]} {right}"
        case Between():
            value, low, high = _alike((test.value, test.low, test.high), schema)
            return f"{low} <= {value} && {value} <= {high}"
        case OneOf():
            value, *choices = _alike((test.value, *test.choices), schema)
            return f"{value} in [{', '.join(choices)}]"
        case TextTest():
            return _text_test(test, schema)
        case Within():
            return _within(test)
        case Elapsed():
            return _elapsed(test)
        case _:
            assert_never(test)


def _alike(operands: tuple[Operand, ...], schema: FactSchema) -> list[str]:
    if kind_of(operands[0], schema) is Kind.NUMBER:
        return in_common_unit(operands, schema)
    return list(map(plain, operands))


def _text_test(test: TextTest, schema: FactSchema) -> str:
    value, text = plain(test.value), plain(test.text)
    if kind_of(test.value, schema) is Kind.LIST:
        return f"{text} in {value}"
    return f"{value}.{_TEXT[test.operator]}({text})"


def _within(test: Within) -> str:
    moment, anchor = plain(test.moment), plain(test.anchor)
    longest = duration(test.duration)
    return f"{moment} - {anchor} <= {longest} && {anchor} - {moment} <= {longest}"


def _elapsed(test: Elapsed) -> str:
    earlier, later = map(plain, test.ends)
    sign = _COMPARATORS[test.bound.comparator]
    bound = f"{later} - {earlier} {sign} {duration(test.duration)}"
    return f"{earlier} <= {later} && {bound}"


_COMPARATORS = {
    Comparator.IS: "==",
    Comparator.IS_NOT: "!=",
    Comparator.LESS: "<",
    Comparator.AT_MOST: "<=",
    Comparator.MORE: ">",
    Comparator.AT_LEAST: ">=",
}
_TEXT = {
    TextOperator.CONTAINS: "contains",
    TextOperator.STARTS_WITH: "startsWith",
    TextOperator.ENDS_WITH: "endsWith",
}
