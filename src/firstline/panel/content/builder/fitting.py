"""Keep rows sensible while they are edited: another fact may not have the same operators."""

from dataclasses import replace

from firstline.domain.facts import FactSchema
from firstline.panel.content.builder.operators import INPUTS, Inputs, Operator
from firstline.panel.content.builder.records import RECEIVED_AT, Group, Part, Row
from firstline.panel.content.builder.subjects import Subject, subjects_of
from firstline.rules.kinds import Kind


def fitted(group: Group, schema: FactSchema) -> Group:
    """Choose what must be chosen, and drop what the chosen fact cannot have."""
    subjects = subjects_of(schema)
    return replace(group, parts=tuple(_fitted(part, subjects) for part in group.parts))


def _fitted(part: Part, subjects: dict[str, Subject]) -> Part:
    if isinstance(part, Group):
        return replace(part, parts=tuple(_fitted(inner, subjects) for inner in part.parts))
    if isinstance(part, Row) and (subject := subjects.get(part.subject)):
        return _row(part, subject, subjects)
    return part


def _row(row: Row, subject: Subject, subjects: dict[str, Subject]) -> Row:
    operator = row.operator if row.operator in subject.operators else subject.operators[0]
    asked = INPUTS[Operator(operator)]
    is_span = asked is Inputs.SPAN
    against = row.against if asked in (Inputs.ONE, Inputs.SPAN) else ""
    other = subjects.get(against)
    if other is None or other.kind is not subject.kind or other is subject:
        against = _usual_anchor(subject) if is_span else ""
    takes_values = asked not in (Inputs.NOTHING, Inputs.SPAN) and not against
    return replace(
        row,
        operator=operator,
        against=against,
        values=tuple(v for v in row.values if _is_possible(v, subject)) if takes_values else (),
        count=row.count if is_span else "",
        unit=row.unit if is_span else "",
    )


def _usual_anchor(subject: Subject) -> str:
    return "" if subject.key == RECEIVED_AT else RECEIVED_AT


def _is_possible(value: str, subject: Subject) -> bool:
    if subject.kind is Kind.FLAG:
        return value in ("true", "false")
    return not subject.values or value in subject.values
