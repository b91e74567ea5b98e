"""Facts as a form: one field per fact, typed by the schema, as typed where it is wrong."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from firstline.domain.decisions import Decision
from firstline.domain.errors import InquiryError
from firstline.domain.facts import Fact, FactName, FactSchema, FactType, parse_fact
from firstline.domain.services import Service
from firstline.domain.traces import Clause
from firstline.serving.playground.words import quoted, title

PREFIX = "fact."
RECEIVED_AT = "received_at"
SHOWN_FIRST = 8

_FOR_PROGRAMS = re.compile(r" \(as text,[^)]*\)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_KNOWN = "not known"
_NONE = "none"
"""A list known to be empty, which is not the same as one that is not known."""
_TIME = Fact(
    name=FactName(RECEIVED_AT),
    type=FactType.DATETIME,
    description="When the customer writes; times of the order are compared with it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    name: str
    label: str
    hint: str
    control: str
    """`select`, or the type of an input."""
    keyboard: str
    """Which one a phone shows."""
    value: str
    options: tuple[Option, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroups:
    first: tuple[FactField, ...]
    others: tuple[FactField, ...]

    @property
    def others_have_errors(self) -> bool:
        return any(field.error for field in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactForm:
    """What was typed, and what it means."""

    typed: Mapping[str, str]
    received_at: datetime
    errors: Mapping[str, str]
    """Name → what is wrong, for the fields that cannot be used."""
    facts: Mapping[str, object]
    """JSON values of the known facts, as the engine takes them."""


def read_form(
    typed: Mapping[str, str], schema: FactSchema, *, zone: tzinfo, fallback: datetime
) -> FactForm:
    """Read all fields, so that every error is shown at once."""
    errors: dict[str, str] = {}
    facts: dict[str, object] = {}
    for fact in schema:
        value = _json(fact, typed.get(fact.name, ""))
        try:
            if parse_fact(fact, value, zone) is not None:
                facts[fact.name] = value
        except InquiryError as error:
            errors[fact.name] = _sentence(error.reason)
    received_at = fallback
    try:
        moment = parse_fact(_TIME, typed.get(RECEIVED_AT, "").strip(), zone)
        received_at = moment if isinstance(moment, datetime) else fallback
    except InquiryError as error:
        errors[RECEIVED_AT] = _sentence(error.reason)
    return FactForm(typed=typed, received_at=received_at, errors=errors, facts=facts)


def typed_facts(
    facts: Mapping[str, object], schema: FactSchema, *, zone: tzinfo, received_at: datetime
) -> dict[str, str]:
    """Write JSON values as a visitor would type them."""
    typed = {str(fact.name): _typed(fact, facts.get(fact.name), zone) for fact in schema}
    return typed | {RECEIVED_AT: _local(received_at.isoformat(), zone)}


def fact_groups(form: FactForm, schema: FactSchema, first: Sequence[str]) -> FactGroups:
    """Make the fields, those named in `first` on top."""
    order = {name: place for place, name in enumerate(first)}
    fields = {fact.name: _field(fact, form) for fact in (*schema, _TIME)}
    top = sorted((name for name in fields if name in order), key=order.__getitem__)[:SHOWN_FIRST]
    return FactGroups(
        first=tuple(fields[name] for name in top),
        others=tuple(field for name, field in fields.items() if name not in top),
    )


def used_by(decision: Decision) -> tuple[str, ...]:
    """Name the facts that the shown rules saw, those of the best candidates first."""
    seen: dict[str, None] = {}
    for candidate in decision.trace.candidates:
        seen.update(dict.fromkeys(_seen(candidate.rule)))
    return tuple(seen)


def used_most(service: Service, known: Iterable[str]) -> tuple[str, ...]:
    """Name the facts that most rules use, the known ones first: what is worth a try."""
    names = {str(fact.name) for fact in service.schema}
    uses = Counter(
        name for template in service.templates for name in set(_WORD.findall(template.rule)) & names
    )
    is_known = set(known)
    return tuple(
        sorted((name for name in uses), key=lambda name: (name not in is_known, -uses[name], name))
    )


def _seen(clause: Clause) -> Iterable[str]:
    yield from clause.seen
    for part in clause.parts:
        yield from _seen(part)


def _json(fact: Fact, typed: str) -> object:
    typed = typed.strip()
    if fact.type is not FactType.LIST or not typed:
        return typed
    if typed == _NONE and _NONE not in fact.values:
        return []
    items = (item.strip() for item in typed.split(","))
    return [item for item in items if item]


def _typed(fact: Fact, value: object, zone: tzinfo) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return ", ".join(map(str, value)) or _NONE
        case _ if fact.type is FactType.DATETIME:
            return _local(str(value), zone)
        case _:
            return str(value)


def _local(written: str, zone: tzinfo) -> str:
    """Write a time for an input of the type `datetime-local`, which knows no zones."""
    moment = datetime.fromisoformat(written)
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.replace(tzinfo=None, microsecond=0).isoformat().removesuffix(":00")


_KEYBOARDS = {FactType.INT: "numeric", FactType.DECIMAL: "decimal"}


def _field(fact: Fact, form: FactForm) -> FactField:
    value = form.typed.get(fact.name, "")
    options = _options(fact, value)
    return FactField(
        name=RECEIVED_AT if fact is _TIME else f"{PREFIX}{fact.name}",
        label="Time of the message" if fact is _TIME else title(fact.name),
        hint=_hint(fact),
        control="select" if options else _control(fact, value, form),
        keyboard=_KEYBOARDS.get(fact.type, "text"),
        value=value,
        options=options,
        error=form.errors.get(fact.name, ""),
    )


def _control(fact: Fact, value: str, form: FactForm) -> str:
    """A picker shows nothing of a value it cannot hold: then it is plain text, and not lost."""
    if fact.name in form.errors or "+" in value or "Z" in value:
        return "text"
    match fact.type:
        case FactType.DATETIME:
            return "datetime-local"
        case FactType.DATE:
            return "date"
        case _:
            return "text"


def _options(fact: Fact, value: str) -> tuple[Option, ...]:
    match fact.type:
        case FactType.ENUM if fact.values:
            labels = {choice: choice.replace("_", " ") for choice in fact.values}
        case FactType.BOOL:
            labels = {"true": "yes", "false": "no"}
        case _:
            return ()
    labels = {"": _NOT_KNOWN, **labels}
    labels.setdefault(value, value)
    return tuple(
        Option(value=choice, label=label, is_chosen=choice == value)
        for choice, label in labels.items()
    )


def _hint(fact: Fact) -> str:
    if fact.type is not FactType.LIST:
        return quoted(fact.description)
    several = f"some of {', '.join(fact.values)}" if fact.values else "several"
    return f"{quoted(fact.description)} “{_NONE}”, or {several} with commas between.".strip()


def _sentence(reason: str) -> str:
    """Say what the schema says as a sentence, without its advice to programs."""
    plain = quoted(_FOR_PROGRAMS.sub("", reason))
    return plain if plain.endswith("?") else f"{plain}."
