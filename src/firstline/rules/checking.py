"""Check a rule against the fact schema before anything is stored.

A rule that passes can be evaluated on any facts of the schema without an error.
"""

from collections.abc import Iterator

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactSchema, FactType
from firstline.rules.formatting import format_operand
from firstline.rules.kinds import ORDERED, Kind, kind_of_value
from firstline.rules.operand_checks import (
    Finding,
    described,
    impossible_value,
    kind_of,
    operand_findings,
)
from firstline.rules.parsing import parse
from firstline.rules.tree import (
    Arithmetic,
    Between,
    Comparator,
    Comparison,
    Condition,
    Elapsed,
    FactRef,
    Literal,
    OneOf,
    Operand,
    TextOperator,
    TextTest,
    Within,
    operands,
    subconditions,
)


def check(source: str, schema: FactSchema) -> tuple[RuleError, ...]:
    """List everything that is wrong with a rule, in the order of its text.

    A tree that did not come from text is checked by its normal form, `format_rule(condition)`.
    """
    try:
        condition = parse(source)
    except RuleError as error:
        return (error,)
    return misfits(condition, schema, source=source)


def misfits(condition: Condition, schema: FactSchema, *, source: str) -> tuple[RuleError, ...]:
    """Where a condition, read from `source`, does not fit the schema."""
    found = dict.fromkeys(_findings(condition, schema))  # each once: both ends of a range may err
    findings = sorted(found, key=lambda finding: finding.at)
    return tuple(RuleError(message, source=source, position=at) for at, message in findings)


def _findings(condition: Condition, schema: FactSchema) -> Iterator[Finding]:
    for part in subconditions(condition):
        yield from _findings(part, schema)
    of_operands = [f for o in operands(condition) for f in operand_findings(o, schema)]
    # Nothing certain can be said about a test whose operands are wrong by themselves.
    yield from of_operands or _of_test(condition, schema)


def _of_test(condition: Condition, schema: FactSchema) -> Iterator[Finding]:
    if operands(condition) and all(map(_is_fixed, operands(condition))):
        yield Finding(condition.at, "this compares fixed values only; ask something of a fact")
        return
    match condition:
        case Comparison():
            yield from _of_comparison(condition, schema)
        case Between():
            yield from _of_range(condition, schema)
        case OneOf():
            yield from _of_choices(condition, schema)
        case TextTest():
            yield from _of_text(condition, schema)
        case Within() | Elapsed():
            yield from _of_times(condition, schema)
        case _:
            pass


def _is_fixed(operand: Operand) -> bool:
    if isinstance(operand, Arithmetic):
        return _is_fixed(operand.left) and _is_fixed(operand.right)
    return isinstance(operand, Literal)


def _of_comparison(test: Comparison, schema: FactSchema) -> Iterator[Finding]:
    kind = kind_of(test.left, schema)
    misfit = _list_or_misfit(test.left, test.right, schema)
    if misfit:
        yield misfit
    elif test.left == test.right:
        outcome = "always" if test.comparator in _TRUE_OF_ITSELF else "never"
        yield Finding(test.at, _with_itself(test.left, outcome))
    elif test.comparator in (Comparator.IS, Comparator.IS_NOT):
        yield from _of_equality(test, schema)
    elif kind not in ORDERED:
        yield Finding(test.left.at, f"{described(test.left, schema)}, which has no order; use `is`")


_TRUE_OF_ITSELF = {Comparator.IS, Comparator.AT_MOST, Comparator.AT_LEAST}


def _with_itself(operand: Operand, outcome: str) -> str:
    return f"this compares `{format_operand(operand)}` with itself, so it is {outcome} true"


def _of_equality(test: Comparison, schema: FactSchema) -> Iterator[Finding]:
    for operand, other in ((test.left, test.right), (test.right, test.left)):
        if isinstance(other, Literal):
            yield from impossible_value(operand, other, schema)
    if isinstance(test.left, FactRef) and isinstance(test.right, FactRef):
        yield from _no_common_value(test.left, test.right, schema)


def _no_common_value(left: FactRef, right: FactRef, schema: FactSchema) -> Iterator[Finding]:
    one, other = schema.get(left.name), schema.get(right.name)
    if one and other and one.values and other.values and not {*one.values} & {*other.values}:
        yield Finding(right.at, f"`{left.name}` and `{right.name}` have no value in common")


def _list_or_misfit(left: Operand, right: Operand, schema: FactSchema) -> Finding | None:
    for operand in (left, right):
        if kind_of(operand, schema) is Kind.LIST:
            return Finding(operand.at, _ask_for_item(operand))
    return _misfit(left, right, schema)


def _ask_for_item(operand: Operand) -> str:
    name = format_operand(operand)
    return f'`{name}` is a list; ask for one of its items: {name} contains "…"'


def _misfit(operand: Operand, other: Operand, schema: FactSchema) -> Finding | None:
    """Report two operands of different kinds, at the second."""
    expected, found = kind_of(operand, schema), kind_of(other, schema)
    if expected is found:
        return None
    message = f"{described(operand, schema)}, but {described(other, schema)}"
    if isinstance(other, Literal):
        message += _about_quotes(other, expected)
    return Finding(other.at, message)


def _about_quotes(literal: Literal, expected: Kind | None) -> str:
    if expected is Kind.TEXT:
        return f'; write "{literal.text}" in quotes'
    if kind_of_value(literal.value) is Kind.TEXT and _would_be(str(literal.value), expected):
        return f"; write {literal.value} without quotes"
    return ""


def _would_be(text: str, kind: Kind | None) -> bool:
    try:
        test = parse(f"x is {text}")
    except RuleError:
        return False
    literal = test.right if isinstance(test, Comparison) else None
    return isinstance(literal, Literal) and kind_of_value(literal.value) is kind


def _of_range(test: Between, schema: FactSchema) -> Iterator[Finding]:
    ends = (test.low, test.high)
    misfits_of_ends = [m for end in ends if (m := _list_or_misfit(test.value, end, schema))]
    if misfits_of_ends:
        yield from misfits_of_ends
    elif kind_of(test.value, schema) not in ORDERED:
        yield Finding(test.at, f"{described(test.value, schema)}, which has no order; use `in`")
    elif isinstance(test.low, Literal) and isinstance(test.high, Literal):
        yield from _of_ends(test.low, test.high)


def _of_ends(low: Literal, high: Literal) -> Iterator[Finding]:
    if low.value > high.value:  # type: ignore[operator] # both are of one ordered kind
        message = f"nothing is between {low.text} and {high.text}; the smaller one comes first"
        yield Finding(low.at, message)


def _of_choices(test: OneOf, schema: FactSchema) -> Iterator[Finding]:
    if kind_of(test.value, schema) is Kind.LIST:
        yield Finding(test.at, _ask_for_item(test.value))
        return
    if not test.choices:
        yield Finding(test.at, "the list is empty, so nothing is in it; name at least one value")
    for choice in test.choices:
        misfit = _misfit(test.value, choice, schema)
        yield from [misfit] if misfit else impossible_value(test.value, choice, schema)


def _of_text(test: TextTest, schema: FactSchema) -> Iterator[Finding]:
    kind = kind_of(test.value, schema)
    if kind is Kind.LIST and test.operator is TextOperator.CONTAINS:
        yield from impossible_value(test.value, test.text, schema)
    elif kind is Kind.LIST:
        yield Finding(test.at, _ask_for_item(test.value))
    elif kind is not Kind.TEXT:
        yield Finding(
            test.at, f"{described(test.value, schema)}, but `{test.operator}` needs a text"
        )
    elif not test.text.value:
        yield Finding(test.text.at, "every text has this empty part; write what you look for")
    elif _has_closed_values(test.value, schema):
        name = format_operand(test.value)
        message = f'`{name}` has a closed set of values; name them: {name} in ["…", "…"]'
        yield Finding(test.at, message)


def _has_closed_values(operand: Operand, schema: FactSchema) -> bool:
    fact = schema.get(operand.name) if isinstance(operand, FactRef) else None
    return fact is not None and fact.type is FactType.ENUM


def _of_times(test: Within | Elapsed, schema: FactSchema) -> Iterator[Finding]:
    for operand in (test.moment, test.anchor):
        if kind_of(operand, schema) is not Kind.TIME:
            message = f"{described(operand, schema)}, but a duration lies between two times"
            yield Finding(operand.at, message)
    if test.moment == test.anchor:
        text = f"this compares `{format_operand(test.moment)}` with itself; name two times"
        yield Finding(test.at, text)
