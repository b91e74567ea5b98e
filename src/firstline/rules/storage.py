"""The stored form of a rule: JSON, versioned, equal to the text."""

import reprlib
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, assert_never

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactName
from firstline.rules.limits import MAX_DEPTH, excess
from firstline.rules.literals import LiteralValue
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
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
    ReceivedAt,
    Side,
    TextOperator,
    TextTest,
    Unit,
    Within,
)

RULE_LANG = 1
"""Version of the stored form and of the language."""

Json: TypeAlias = dict[str, object]


def to_json(condition: Condition) -> Json:
    return {"rule_lang": RULE_LANG, "condition": _condition(condition)}


def _condition(condition: Condition) -> Json:
    match condition:
        case Always():
            return {"op": "always"}
        case Not():
            return {"op": "not", "part": _condition(condition.part)}
        case AllOf():
            return {"op": "all", "parts": [_condition(part) for part in condition.parts]}
        case AnyOf():
            return {"op": "any", "parts": [_condition(part) for part in condition.parts]}
        case Missing():
            return {"op": "missing", "fact": condition.fact.name}
        case test:
            return _test(test)


def _test(test: Comparison | Between | OneOf | TextTest | Within | Elapsed) -> Json:
    match test:
        case Comparison():
            return {
                "op": test.comparator.value,
                "left": _operand(test.left),
                "right": _operand(test.right),
            }
        case Between():
            return {
                "op": "between",
                "value": _operand(test.value),
                "low": _operand(test.low),
                "high": _operand(test.high),
            }
        case OneOf():
            choices = [_operand(choice) for choice in test.choices]
            return {"op": "in", "value": _operand(test.value), "choices": choices}
        case TextTest():
            return {
                "op": test.operator.value,
                "value": _operand(test.value),
                "text": test.text.value,
            }
        case Within():
            return {
                "op": "within",
                "moment": _operand(test.moment),
                "duration": _duration(test.duration),
                "anchor": _operand(test.anchor),
            }
        case Elapsed():
            return {
                "op": test.bound.value,
                "moment": _operand(test.moment),
                "duration": _duration(test.duration),
                "side": test.side.value,
                "anchor": _operand(test.anchor),
            }
        case _:
            assert_never(test)


def _operand(operand: Operand) -> Json:
    match operand:
        case FactRef():
            return {"fact": operand.name}
        case ReceivedAt():
            return {"received_at": True}
        case Literal():
            return _literal(operand)
        case Arithmetic():
            left, right = _operand(operand.left), _operand(operand.right)
            return {"op": operand.operator.value, "left": left, "right": right}
        case _:
            assert_never(operand)


def _literal(literal: Literal) -> Json:
    match literal.value:
        case bool():
            return {"bool": literal.value}
        case str():
            return {"text": literal.value}
        case int():
            return {"int": literal.value}
        case Decimal():
            return {"decimal": literal.text}  # as text: a JSON number would round it
        case datetime():
            return {"datetime": literal.text}
        case date():
            return {"date": literal.text}


def _duration(duration: Duration) -> Json:
    return {"count": duration.count, "unit": duration.unit.value}


def from_json(stored: object) -> Condition:
    """Read the stored form; only what `to_json` writes is accepted.

    Raises:
        RuleError: the form is damaged, of another version, or too large.
    """
    if not isinstance(stored, dict) or stored.get("rule_lang") != RULE_LANG:
        raise _damaged(f"this is no rule of version {RULE_LANG}", stored)
    try:
        condition = _read_condition(stored.get("condition"), depth=1)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise _damaged(f"the stored rule is damaged: {error}", stored) from error
    if found := excess(condition):
        raise _damaged(found[0], stored)
    # One stored form per rule: no forgotten keys, no number in a second spelling.
    if to_json(condition) != stored:
        raise _damaged("the stored rule is not in its normal form", stored)
    return condition


def _damaged(message: str, stored: object) -> RuleError:
    return RuleError(message, source=reprlib.repr(stored), position=0)


def _read_condition(raw: object, *, depth: int) -> Condition:
    if depth > MAX_DEPTH:
        raise ValueError(f"conditions are nested more than {MAX_DEPTH} deep")
    match raw:
        case {"op": "always"}:
            return Always()
        case {"op": "not", "part": part}:
            return Not(part=_read_condition(part, depth=depth + 1))
        case {"op": "all" | "any" as op, "parts": list(parts)}:
            read = tuple(_read_condition(part, depth=depth + 1) for part in parts)
            return AllOf(parts=read) if op == "all" else AnyOf(parts=read)
        case _:
            return _read_test(raw)


def _read_test(raw: object) -> Condition:
    match raw:
        case {"op": "missing", "fact": str(name)}:
            return Missing(fact=FactRef(name=FactName(name)))
        case {"op": "in", "value": value, "choices": list(choices)}:
            literals = tuple(map(_read_literal, choices))
            return OneOf(value=_read_operand(value), choices=literals)
        case {"op": "between", "value": value, "low": low, "high": high}:
            value, low, high = map(_read_operand, (value, low, high))
            return Between(value=value, low=low, high=high)
        case {"op": str(op), "left": left, "right": right}:
            left, right = _read_operand(left), _read_operand(right)
            return Comparison(left=left, comparator=Comparator(op), right=right)
        case {"op": str(op), "value": value, "text": str(text)}:
            literal = Literal(value=text)
            return TextTest(value=_read_operand(value), operator=TextOperator(op), text=literal)
        case _:
            return _read_times(raw)


def _read_times(raw: object) -> Within | Elapsed:
    match raw:
        case {"op": str(op), "moment": moment, "duration": duration, "anchor": anchor, **rest}:
            moment, anchor = _read_operand(moment), _read_operand(anchor)
            span = _read_duration(duration)
        case _:
            raise ValueError(f"no condition: {reprlib.repr(raw)}")
    if op == "within":
        return Within(moment=moment, duration=span, anchor=anchor)
    return Elapsed(
        moment=moment,
        bound=Bound(op),
        duration=span,
        side=Side(str(rest.get("side"))),
        anchor=anchor,
    )


def _read_duration(raw: object) -> Duration:
    match raw:
        case {"count": int(count), "unit": str(unit)}:
            return Duration(count=count, unit=Unit(unit))
        case _:
            raise ValueError(f"no duration: {reprlib.repr(raw)}")


def _read_operand(raw: object, *, depth: int = 0) -> Operand:
    match raw:
        case {"fact": str(name)}:
            return FactRef(name=FactName(name))
        case {"received_at": True}:
            return ReceivedAt()
        case {"op": str(op), "left": left, "right": right} if depth < MAX_DEPTH:
            return Arithmetic(
                left=_read_operand(left, depth=depth + 1),
                operator=ArithmeticOperator(op),
                right=_read_operand(right, depth=depth + 1),
            )
        case _:
            return _read_literal(raw)


def _read_literal(raw: object) -> Literal:
    return Literal(value=_read_value(raw))


def _read_value(raw: object) -> LiteralValue:
    match raw:
        case {"bool": bool(value)}:
            return value
        case {"text": str(value)}:
            return value
        case {"int": int(value)}:
            return value
        case {"decimal": str(value)}:
            return Decimal(value)
        case {"datetime": str(value)}:
            return datetime.fromisoformat(value)
        case {"date": str(value)}:
            return date.fromisoformat(value)
        case _:
            raise ValueError(f"no value: {reprlib.repr(raw)}")
