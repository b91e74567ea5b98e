"""From rows and groups to a rule, or to what still has to be filled in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactSchema
from firstline.domain.traces import Join
from firstline.panel.content.builder.conditions import Filled, condition_for
from firstline.panel.content.builder.operators import INPUTS, Inputs, Operator
from firstline.panel.content.builder.records import Group, Part, Row, Written
from firstline.panel.content.builder.subjects import Subject, subjects_of
from firstline.rules import check, format_rule, parse
from firstline.rules.kinds import Kind
from firstline.rules.literals import LiteralValue
from firstline.rules.tree import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    Duration,
    Literal,
    Not,
    Operand,
    Unit,
)

ROOT = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one part of what was built."""

    path: str
    message: str
    drawing: str = ""


class _Unfinished(Exception):
    """Says what to fill in."""


def made(
    group: Group, schema: FactSchema, *, zone: tzinfo = UTC
) -> tuple[Condition | None, tuple[Fault, ...]]:
    """Return the rule that was built, or `None`, with what is wrong part by part.

    A rule with faults is one that can be read but does not fit the facts.
    """
    maker = _Maker(schema, zone)
    condition = Always() if group == Group() else maker.part(group, ROOT)
    return condition, tuple(maker.faults)


def condition_of(row: Row, schema: FactSchema, *, zone: tzinfo = UTC) -> Condition | None:
    """Return the condition of one row; `None` where something is missing in it."""
    try:
        return _Maker(schema, zone).row(row)
    except _Unfinished:
        return None


class _Maker:
    def __init__(self, schema: FactSchema, zone: tzinfo) -> None:
        self._schema = schema
        self._zone = zone
        self._subjects = subjects_of(schema)
        self.faults: list[Fault] = []

    def part(self, part: Part, path: str) -> Condition | None:
        if isinstance(part, Group):
            return self._group(part, path)
        try:
            condition = self.row(part) if isinstance(part, Row) else self._written(part)
        except _Unfinished as error:
            self.faults.append(Fault(path=path, message=str(error)))
            return None
        except RuleError as error:
            self.faults.append(_fault(path, error))
            return None
        self._check(condition, path)
        return condition

    def _group(self, group: Group, path: str) -> Condition | None:
        if not group.parts:
            message = _("this group is empty; add a condition, or remove it")
            self.faults.append(Fault(path=path, message=message))
            return None
        parts = [self.part(part, f"{path}.{n}") for n, part in enumerate(group.parts)]
        conditions = tuple(part for part in parts if part is not None)
        return _joined(group.join, conditions) if len(conditions) == len(parts) else None

    def _check(self, condition: Condition, path: str) -> None:
        for error in check(format_rule(condition), self._schema):
            self.faults.append(_fault(path, error))

    def _written(self, part: Written) -> Condition:
        return parse(part.text)

    def row(self, row: Row) -> Condition:
        subject = self._subjects.get(row.subject)
        if subject is None:
            raise _Unfinished(_("choose a fact"))
        if row.operator not in subject.operators:
            raise _Unfinished(_("choose what to ask of it"))
        operator = Operator(row.operator)
        return condition_for(operator, self._filled(row, INPUTS[operator], subject))

    def _filled(self, row: Row, inputs: Inputs, subject: Subject) -> Filled:
        match inputs:
            case Inputs.NOTHING:
                return Filled(subject=subject.operand)
            case Inputs.SPAN:
                anchor = self._other(row)
                return Filled(subject=subject.operand, others=(anchor,), duration=_duration(row))
            case Inputs.ONE if row.against:
                return Filled(subject=subject.operand, others=(self._other(row),))
            case Inputs.MANY:
                return Filled(subject=subject.operand, others=tuple(self._literals(row, subject)))
            case _:
                wanted = 2 if inputs is Inputs.TWO else 1
                others = tuple(self._literals(row, subject))[:wanted]
                if len(others) < wanted:
                    raise _Unfinished(_("fill in a value"))
                return Filled(subject=subject.operand, others=others)

    def _other(self, row: Row) -> Operand:
        other = self._subjects.get(row.against)
        if other is None:
            raise _Unfinished(_("choose what to compare it with"))
        return other.operand

    def _literals(self, row: Row, subject: Subject) -> Iterator[Literal]:
        if not row.values:
            raise _Unfinished(_("fill in a value"))
        for text in row.values:
            yield _literal(text, subject.kind, self._zone)


def _joined(join: Join, parts: tuple[Condition, ...]) -> Condition:
    if join is Join.NONE:
        return Not(part=parts[0] if len(parts) == 1 else AnyOf(parts=parts))
    if len(parts) == 1:
        return parts[0]
    return AllOf(parts=parts) if join is Join.ALL else AnyOf(parts=parts)


def _fault(path: str, error: RuleError) -> Fault:
    return Fault(path=path, message=error.message, drawing=error.drawing)


def _duration(row: Row) -> Duration:
    try:
        return Duration(count=int(row.count), unit=Unit(row.unit))
    except (ValueError, OverflowError) as error:
        message = _("fill in a whole number of days, hours, minutes or seconds, such as 24 hours")
        raise _Unfinished(message) from error


def _literal(text: str, kind: Kind, zone: tzinfo) -> Literal:
    if not text.strip():
        raise _Unfinished(_("fill in a value"))
    try:
        return Literal(value=_value(text, kind, zone))
    except (ValueError, KeyError, InvalidOperation) as error:
        raise _Unfinished(_EXPECTED[kind] % {"text": text[:60]}) from error


def _value(text: str, kind: Kind, zone: tzinfo) -> LiteralValue:
    match kind:
        case Kind.NUMBER:
            return Decimal(text.strip()) if "." in text else int(text)
        case Kind.FLAG:
            return {"true": True, "false": False}[text]
        case Kind.DATE:
            return date.fromisoformat(text.strip())
        case Kind.TIME:
            moment = datetime.fromisoformat(text.strip())
            return moment if moment.tzinfo else _with_offset(moment, zone)
        case Kind.TEXT | Kind.LIST:
            return text


def _with_offset(moment: datetime, zone: tzinfo) -> datetime:
    """Read a time without a zone as one of the service's own."""
    return datetime.fromisoformat(moment.replace(tzinfo=zone).isoformat())


class _Expected(dict[Kind, str]):
    """Translated when it is asked for."""

    def __missing__(self, kind: Kind) -> str:
        match kind:
            case Kind.NUMBER:
                return _("“%(text)s” is no number; write one such as 12.50")
            case Kind.DATE:
                return _("“%(text)s” is no date; write one such as 2026-03-01")
            case Kind.TIME:
                return _("“%(text)s” is no time; write one such as 2026-03-01 09:30")
            case _:
                return _("“%(text)s” cannot be a value here")


_EXPECTED = _Expected()
