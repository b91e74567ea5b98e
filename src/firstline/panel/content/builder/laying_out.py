"""The builder as its page shows it: every input with its name, choices and faults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
class PartView:
    path: str
    kind: str
    """`group`, `row` or `written`."""
    faults: Sequence[Fault] = ()
    is_first: bool = True
    is_last: bool = True
    # of a group
    joins: Sequence[Choice] = ()
    parts: Sequence["PartView"] = ()
    may_hold_groups: bool = False
    # of a written condition
    text: str = ""
    # of a row
    subjects: Sequence[Choice] = ()
    operators: Sequence[Choice] = ()
    inputs: Sequence[Input] = ()
    against: Sequence[Choice] = ()
    """What else it can be compared with; the first choice is a value."""
    count: str = ""
    units: Sequence[Choice] = ()
    """Not empty where a duration is asked for."""
    names: Mapping[str, str] = field(default_factory=dict)

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


def laid_out(group: Group, schema: FactSchema, faults: Sequence[Fault] = ()) -> PartView:
    return _Layout(schema, faults).part(group, ROOT, is_first=True, is_last=True)


class _Layout:
    def __init__(self, schema: FactSchema, faults: Sequence[Fault]) -> None:
        self._subjects = subjects_of(schema)
        self._faults = faults

    def part(self, part: Part, path: str, *, is_first: bool, is_last: bool) -> PartView:
        common = {
            "path": path,
            "faults": [fault for fault in self._faults if fault.path == path],
            "is_first": is_first,
            "is_last": is_last,
            "names": {what: name_of(path, what) for what in _FIELDS},
        }
        match part:
            case Group():
                return PartView(kind="group", **common, **self._group(part, path))
            case Written():
                return PartView(kind="written", text=part.text, **common)
            case Row():
                return PartView(kind="row", **common, **self._row(part))

    def _group(self, group: Group, path: str) -> dict[str, object]:
        last = len(group.parts) - 1
        return {
            "joins": _choices(_JOINS, group.join),
            "parts": [
                self.part(part, f"{path}.{n}", is_first=n == 0, is_last=n == last)
                for n, part in enumerate(group.parts)
            ],
            "may_hold_groups": path.count(".") + 1 < DEEPEST,
        }

    def _row(self, row: Row) -> dict[str, object]:
        subject = self._subjects.get(row.subject)
        subjects = [
            Choice(value=key, label=self._name(each), is_chosen=key == row.subject)
            for key, each in self._subjects.items()
        ]
        if subject is None:
            return {"subjects": [Choice(value="", label=_("choose a fact …")), *subjects]}
        operators = [
            Choice(value=each, label=label(each, subject.kind), is_chosen=each == row.operator)
            for each in subject.operators
        ]
        if row.operator not in subject.operators:
            return {"subjects": subjects, "operators": [_NO_OPERATOR, *operators]}
        asked = INPUTS[Operator(row.operator)]
        return {"subjects": subjects, "operators": operators, **self._inputs(row, subject, asked)}

    def _name(self, subject: Subject) -> str | Promise:
        return subject.name or _("the time of the inquiry")

    def _inputs(self, row: Row, subject: Subject, asked: Inputs) -> dict[str, object]:
        match asked:
            case Inputs.NOTHING:
                return {}
            case Inputs.SPAN:
                against = self._times(row, subject)
                units = _choices(_UNITS, row.unit or Unit.HOURS)
                return {"count": row.count, "units": units, "against": against}
            case Inputs.MANY:
                return {"inputs": [_many(row, subject)]}
            case Inputs.TWO:
                values = (*row.values, "", "")[:2]
                return {"inputs": [_one(value, subject) for value in values]}
            case Inputs.PART:
                return {"inputs": [_one(row.values[0] if row.values else "", subject)]}
            case Inputs.ONE:
                against = self._others(row, subject)
                first = row.values[0] if row.values else ""
                inputs = [] if row.against else [_one(first, subject)]
                return {"against": against, "inputs": inputs}

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


_NO_OPERATOR = Choice(value="", label=_("choose …"))


def _choices(labels: Mapping[str, Promise], chosen: str) -> list[Choice]:
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
