"""The builder as its page shows it: every input with its name, choices and faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.domain.facts import FactSchema
from firstline.domain.traces import Join
from firstline.panel.content.builder.forms import name_of
from firstline.panel.content.builder.making import ROOT, Fault
from firstline.panel.content.builder.operators import INPUTS, Inputs, Operator, label
from firstline.panel.content.builder.records import DEEPEST, RECEIVED_AT, Group, Part, Row, Written
from firstline.panel.content.builder.subjects import Subject, subjects_of
from firstline.rules.kinds import Kind
from firstline.rules.tree import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str | Promise
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A value to fill in."""

    kind: str
    """`text`, `number`, `date`, `time`, `choice`, `choices` or `lines`."""
    value: str = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What every part has: its place, its names and its faults."""

    path: str
    is_first: bool = True
    is_last: bool = True
    faults: Sequence[Fault] = ()

    @property
    def is_root(self) -> bool:
        return self.path == ROOT

    @property
    def id(self) -> str:
        return f"part-{self.path.replace('.', '-')}"

    @property
    def number(self) -> int:
        """Its place among its siblings, from 1."""
        return int(self.path.rpartition(".")[2]) + 1

    @property
    def names(self) -> Mapping[str, str]:
        return {what: name_of(self.path, what) for what in _FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView(Where):
    joins: Sequence[Choice]
    parts: Sequence["PartView"]
    kind: Literal["group"] = "group"

    @property
    def may_hold_groups(self) -> bool:
        return self.path.count(".") + 1 < DEEPEST


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenView(Where):
    text: str
    kind: Literal["written"] = "written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an operator needs to be filled in."""

    inputs: Sequence[Input] = ()
    against: Sequence[Choice] = ()
    """What else it can be compared with; the first choice is a value."""
    count: str = ""
    units: Sequence[Choice] = ()
    """Not empty where a duration is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView(Where):
    subjects: Sequence[Choice]
    operators: Sequence[Choice] = ()
    asked: Asked = Asked()
    kind: Literal["row"] = "row"


PartView: TypeAlias = GroupView | WrittenView | RowView

_JOINS = {Join.ALL: _("All of"), Join.ANY: _("Any of"), Join.NONE: _("None of")}
_UNITS = {
    Unit.SECONDS: _("seconds"),
    Unit.MINUTES: _("minutes"),
    Unit.HOURS: _("hours"),
    Unit.DAYS: _("days"),
}
_FIELDS = ("join", "text", "subject", "operator", "value", "against", "count", "unit")
_YES_OR_NO = {"true": _("yes"), "false": _("no")}
_INPUT_OF_KIND = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.TIME: "time"}


def laid_out(group: Group, schema: FactSchema, faults: Sequence[Fault] = ()) -> GroupView:
    layout = _Layout(schema, faults)
    return layout.group(group, layout.where(ROOT, ROOT))


class _Layout:
    def __init__(self, schema: FactSchema, faults: Sequence[Fault]) -> None:
        self._subjects = subjects_of(schema)
        self._faults = faults

    def where(self, path: str, last: str) -> Where:
        """Find the place of a part among its siblings, of which the last one is named."""
        return Where(
            path=path,
            is_first=path.rpartition(".")[2] == "0",
            is_last=path == last,
            faults=[fault for fault in self._faults if fault.path == path],
        )

    def group(self, group: Group, where: Where) -> GroupView:
        last = f"{where.path}.{len(group.parts) - 1}"
        parts = [
            self._part(part, self.where(f"{where.path}.{number}", last))
            for number, part in enumerate(group.parts)
        ]
        return GroupView(**_as_said(where), joins=_choices(_JOINS, group.join), parts=parts)

    def _part(self, part: Part, where: Where) -> PartView:
        match part:
            case Group():
                return self.group(part, where)
            case Written():
                return WrittenView(**_as_said(where), text=part.text)
            case Row():
                return self._row(part, where)

    def _row(self, row: Row, where: Where) -> RowView:
        subject = self._subjects.get(row.subject)
        subjects = [
            Choice(value=key, label=self._name(each), is_chosen=key == row.subject)
            for key, each in self._subjects.items()
        ]
        if subject is None:
            return RowView(**_as_said(where), subjects=[_NO_FACT, *subjects])
        operators = [
            Choice(value=each, label=label(each, subject.kind), is_chosen=each == row.operator)
            for each in subject.operators
        ]
        if row.operator not in subject.operators:
            return RowView(
                **_as_said(where), subjects=subjects, operators=[_NO_OPERATOR, *operators]
            )
        asked = self._asked(row, subject, INPUTS[Operator(row.operator)])
        return RowView(**_as_said(where), subjects=subjects, operators=operators, asked=asked)

    def _name(self, subject: Subject) -> str | Promise:
        return subject.name or _("the time of the inquiry")

    def _asked(self, row: Row, subject: Subject, asked: Inputs) -> Asked:
        first = row.values[0] if row.values else ""
        match asked:
            case Inputs.NOTHING:
                return Asked()
            case Inputs.SPAN:
                units = _choices(_UNITS, row.unit or Unit.HOURS)
                return Asked(count=row.count, units=units, against=self._times(row, subject))
            case Inputs.MANY:
                return Asked(inputs=[_many(row, subject)])
            case Inputs.TWO:
                return Asked(inputs=[_one(value, subject) for value in (*row.values, "", "")[:2]])
            case Inputs.PART:
                return Asked(inputs=[_one(first, subject)])
            case Inputs.ONE:
                inputs = [] if row.against else [_one(first, subject)]
                return Asked(against=self._others(row, subject), inputs=inputs)

    def _others(self, row: Row, subject: Subject) -> list[Choice]:
        """Offer the other facts of its kind; nothing where there are none."""
        others = [
            Choice(value=key, label=self._name(each), is_chosen=key == row.against)
            for key, each in self._subjects.items()
            if each.kind is subject.kind and key != subject.key
        ]
        a_value = Choice(value="", label=_("a value:"), is_chosen=not row.against)
        return [a_value, *others] if others else []

    def _times(self, row: Row, subject: Subject) -> list[Choice]:
        anchors = {k: s for k, s in self._subjects.items() if s.kind is Kind.TIME}
        anchors.pop(subject.key, None)
        chosen = row.against if row.against in anchors else RECEIVED_AT
        return [
            Choice(value=key, label=self._name(each), is_chosen=key == chosen)
            for key, each in sorted(anchors.items(), key=lambda pair: pair[0] != RECEIVED_AT)
        ]


class _Place(TypedDict):
    path: str
    is_first: bool
    is_last: bool
    faults: Sequence[Fault]


def _as_said(where: Where) -> _Place:
    return _Place(
        path=where.path, is_first=where.is_first, is_last=where.is_last, faults=where.faults
    )


_NO_FACT = Choice(value="", label=_("choose a fact …"))
_NO_OPERATOR = Choice(value="", label=_("choose …"))


def _choices(labels: Mapping[Any, str | Promise], chosen: str) -> list[Choice]:
    return [Choice(value=v, label=words, is_chosen=v == chosen) for v, words in labels.items()]


def _one(value: str, subject: Subject) -> Input:
    if subject.kind is Kind.FLAG:
        return Input(kind="choice", choices=_with_blank(_choices(_YES_OR_NO, value)))
    if subject.values:
        options = [Choice(value=v, label=v, is_chosen=v == value) for v in subject.values]
        return Input(kind="choice", choices=_with_blank(options))
    return Input(kind=_INPUT_OF_KIND.get(subject.kind, "text"), value=value)


def _with_blank(choices: list[Choice]) -> list[Choice]:
    is_chosen = any(choice.is_chosen for choice in choices)
    return choices if is_chosen else [Choice(value="", label=_("choose …")), *choices]


def _many(row: Row, subject: Subject) -> Input:
    if subject.values:
        return Input(kind="choices", choices=list(_ticked(row.values, subject.values)))
    return Input(kind="lines", value="\n".join(row.values))


def _ticked(chosen: Sequence[str], values: Sequence[str]) -> Iterator[Choice]:
    """Put the chosen ones first, in their own order, which the rule's text then keeps."""
    for value in chosen:
        if value in values:
            yield Choice(value=value, label=value, is_chosen=True)
    for value in values:
        if value not in chosen:
            yield Choice(value=value, label=value)
