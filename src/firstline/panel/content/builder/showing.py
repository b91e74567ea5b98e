"""From a rule to groups and rows."""

from dataclasses import replace

from firstline.domain.facts import FactSchema
from firstline.domain.traces import Join
from firstline.panel.content.builder.conditions import operator_of
from firstline.panel.content.builder.fitting import fitted
from firstline.panel.content.builder.making import condition_of
from firstline.panel.content.builder.records import DEEPEST, Group, Part, Row, Written
from firstline.rules import format_rule
from firstline.rules.formatting import format_operand
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    Elapsed,
    Literal,
    Not,
    Operand,
    Within,
    operands,
    subconditions,
)


class _TooDeep(Exception):
    pass


def shown(condition: Condition, schema: FactSchema) -> Group | None:
    """Lay a rule out for the builder; `None` where its groups are nested too deep for it."""
    if isinstance(condition, Always):
        return Group()
    try:
        part = _part(condition, schema, depth=1)
    except _TooDeep:
        return None
    return part if isinstance(part, Group) else Group(parts=(part,))


def _part(condition: Condition, schema: FactSchema, *, depth: int) -> Part:
    if row := _row(condition, schema):
        return row
    join, parts = _group(condition)
    if not parts:
        return Written(text=format_rule(condition))
    if depth > DEEPEST:
        raise _TooDeep
    inner = tuple(_part(part, schema, depth=depth + 1) for part in parts)
    return Group(join=join, parts=inner)


def _group(condition: Condition) -> tuple[Join, tuple[Condition, ...]]:
    match condition:
        case AllOf():
            return Join.ALL, condition.parts
        case AnyOf():
            return Join.ANY, condition.parts
        case Not(part=AnyOf(parts=parts)):
            return Join.NONE, parts
        case Not(part=part) if subconditions(part):
            return Join.NONE, (part,)
        case _:
            return Join.ALL, ()


def _row(condition: Condition, schema: FactSchema) -> Row | None:
    """Find the row that means exactly this, if one does."""
    is_negated = isinstance(condition, Not)
    test = condition.part if isinstance(condition, Not) else condition
    operator = operator_of(test, is_negated=is_negated)
    if operator is None:
        return None
    subject, *others = operands(test)
    empty = Row(subject=format_operand(subject), operator=operator)
    row = _filled_in(empty, test, others)
    return row if _survives_a_form(row, schema) and condition_of(row, schema) == condition else None


def _filled_in(row: Row, test: Condition, others: list[Operand]) -> Row:
    if isinstance(test, Within | Elapsed):
        against, span = format_operand(test.anchor), test.duration
        return replace(row, against=against, count=str(span.count), unit=span.unit.value)
    literals = [other for other in others if isinstance(other, Literal)]
    if len(literals) == len(others):
        return replace(row, values=tuple(map(typed, literals)))
    return replace(row, against=format_operand(others[0]))


def typed(literal: Literal) -> str:
    """Write a value as people type it: a text without quotes."""
    return literal.value if isinstance(literal.value, str) else literal.text


def _survives_a_form(row: Row, schema: FactSchema) -> bool:
    """Whether a browser sends it as it was: an input has one line, and a choice its values."""
    is_typable = all(value.strip() and not {*"\r\n"} & {*value} for value in row.values)
    return is_typable and fitted(Group(parts=(row,)), schema) == Group(parts=(row,))
