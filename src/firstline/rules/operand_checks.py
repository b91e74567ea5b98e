"""Check operands by themselves: facts exist, arithmetic has numbers, values are possible."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, assert_never

from firstline.domain.facts import Fact, FactSchema, FactType, did_you_mean
from firstline.rules.formatting import format_operand
from firstline.rules.kinds import KIND_OF_FACT, Kind, kind_of_value
from firstline.rules.tree import Arithmetic, FactRef, Literal, Operand, ReceivedAt


class Finding(NamedTuple):
    at: int
    message: str


def kind_of(operand: Operand, schema: FactSchema) -> Kind | None:
    """Of what kind an operand is; `None` if it is a fact that does not exist."""
    match operand:
        case FactRef():
            fact = schema.get(operand.name)
            return KIND_OF_FACT[fact.type] if fact else None
        case ReceivedAt():
            return Kind.TIME
        case Literal():
            return kind_of_value(operand.value)
        case Arithmetic():
            return Kind.NUMBER
        case _:
            assert_never(operand)


def operand_findings(operand: Operand, schema: FactSchema) -> Iterator[Finding]:
    match operand:
        case FactRef() if schema.get(operand.name) is None:
            yield Finding(operand.at, _unknown_fact(operand.name, schema))
        case Arithmetic():
            for side in (operand.left, operand.right):
                yield from operand_findings(side, schema)
                yield from _no_number(side, schema)
        case _:
            pass


def impossible_value(operand: Operand, literal: Literal, schema: FactSchema) -> Iterator[Finding]:
    """Report a value that the fact, or an item of the list, can never have."""
    fact = schema.get(operand.name) if isinstance(operand, FactRef) else None
    if fact is None:
        return
    if fact.values and literal.value not in fact.values:
        yield Finding(literal.at, _not_a_value(fact, literal))
    if fact.type is FactType.INT and literal.value != int(_number(literal)):
        yield Finding(literal.at, f"`{fact.name}` is a whole number, it is never {literal.text}")


def _number(literal: Literal) -> Decimal:
    """Return the value as the number that it is known to be."""
    return Decimal(str(literal.value))


def _not_a_value(fact: Fact, literal: Literal) -> str:
    hint = did_you_mean(str(literal.value), fact.values)
    hint = hint or f"; it has: {_listed(fact.values)}"
    return f"{literal.text} is not a value of `{fact.name}`{hint}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (", …" if names[_MOST_SHOWN:] else "")


_MOST_SHOWN = 12  # about two lines


def _unknown_fact(name: str, schema: FactSchema) -> str:
    message = f"there is no fact `{name[:80]}`"
    for fact in schema:
        if name in fact.values:
            return f'{message}; write "{name}" in quotes if you mean the value of `{fact.name}`'
    names = tuple(fact.name for fact in schema)
    return message + (did_you_mean(name, names) or f"; there are: {_listed(names)}")


def _no_number(operand: Operand, schema: FactSchema) -> Iterator[Finding]:
    kind = kind_of(operand, schema)
    if kind in (None, Kind.NUMBER):
        return
    message = (
        f"only numbers can be added, subtracted or multiplied, but {described(operand, schema)}"
    )
    if kind is Kind.TIME:
        message += "; write `at most 2 hours after …` for the time between two times"
    yield Finding(operand.at, message)


def described(operand: Operand, schema: FactSchema) -> str:
    """`order_cost` is a number."""
    text = format_operand(operand)
    shown = text if isinstance(operand, Literal) or text.startswith("`") else f"`{text}`"
    return f"{shown} is {kind_of(operand, schema)}"
