"""The condition tree: what a rule is, whether it was read from text or from JSON.

Every back end (evaluation, explanation, replay, proofs) is a function over this tree.
Two trees are equal exactly when their texts are; `at` only remembers where a node stood
in the text it was read from, for messages, and takes no part in comparison.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TypeAlias

from firstline.domain.facts import FactName
from firstline.rules.literals import LiteralValue, normal_form

MAX_DURATION = timedelta(days=36_500)  # a century; longer is a typing mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    at: int = field(default=0, compare=False, repr=False)
    """0-based offset into the text."""


# Operands: what is compared.


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRef(Node):
    name: FactName

    def __post_init__(self) -> None:
        if not self.name or any(mark in self.name for mark in "`\n"):
            raise ValueError("a name has at least one character, no ` and no line break")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedAt(Node):
    """The time at which the inquiry itself came in; rules never ask the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal(Node):
    """A fixed value.

    Equality goes by `text`, since Python takes 1, 1.0 and True for equal, and 12.50 must
    stay as it was written.
    """

    value: LiteralValue = field(compare=False)
    text: str = field(init=False, repr=False)
    """The value as the language writes it."""

    def __post_init__(self) -> None:
        value, text = normal_form(self.value)
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "text", text)


class ArithmeticOperator(StrEnum):
    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    left: "Operand"
    operator: ArithmeticOperator
    right: "Operand"


Operand: TypeAlias = FactRef | ReceivedAt | Literal | Arithmetic


class Unit(StrEnum):
    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Node):
    count: int
    unit: Unit

    def __post_init__(self) -> None:
        days_in_unit = timedelta(**{self.unit: 1}) / timedelta(days=1)
        if not 0 <= self.count * days_in_unit <= MAX_DURATION.days:
            raise ValueError("a duration is at most 36500 days")

    @property
    def length(self) -> timedelta:
        return timedelta(**{self.unit: self.count})


# Conditions that ask something of the facts. Each is unknown when one of its facts is.


class Comparator(StrEnum):
    IS = "is"
    IS_NOT = "is not"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Node):
    left: Operand
    comparator: Comparator
    right: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """Both ends belong to the range."""

    value: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Node):
    value: Operand
    choices: tuple[Literal, ...]


class TextOperator(StrEnum):
    CONTAINS = "contains"
    STARTS_WITH = "starts with"
    ENDS_WITH = "ends with"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTest(Node):
    """Part of a text; `contains` also asks whether a list has an item."""

    value: Operand
    operator: TextOperator
    text: Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Node):
    """Two times at most `duration` apart, whichever came first."""

    moment: Operand
    duration: Duration
    anchor: Operand


class Bound(StrEnum):
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"

    @property
    def comparator(self) -> Comparator:
        """What it asks of the time that has passed."""
        return _COMPARATOR_OF_BOUND[self]


_COMPARATOR_OF_BOUND = {
    Bound.MORE_THAN: Comparator.MORE,
    Bound.AT_LEAST: Comparator.AT_LEAST,
    Bound.LESS_THAN: Comparator.LESS,
    Bound.AT_MOST: Comparator.AT_MOST,
}


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed(Node):
    """How long before or after the anchor a moment lies.

    A moment on the anchor's other side is neither close to it nor far from it: the
    condition is false. `ago` is `before received_at`.
    """

    moment: Operand
    bound: Bound
    duration: Duration
    side: Side
    anchor: Operand

    @property
    def ends(self) -> tuple[Operand, Operand]:
        """What must come first, and what last."""
        before = self.side is Side.BEFORE
        return (self.moment, self.anchor) if before else (self.anchor, self.moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    """The one condition that is never unknown."""

    fact: FactRef


Test: TypeAlias = Comparison | Between | OneOf | TextTest | Within | Elapsed | Missing


# Conditions made of conditions.


@dataclass(frozen=True, slots=True, kw_only=True)
class Always(Node):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf(Node):
    parts: tuple["Condition", ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(self.parts, AllOf))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Node):
    parts: tuple["Condition", ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", _flat(self.parts, AnyOf))


Condition: TypeAlias = Always | Not | AllOf | AnyOf | Test


def subconditions(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case AllOf() | AnyOf():
            return condition.parts
        case Not():
            return (condition.part,)
        case _:
            return ()


def tests_of(condition: Condition) -> Iterator[Condition]:
    """All that a rule asks, from left to right: its conditions that are made of no others."""
    inner = subconditions(condition)
    if not inner:
        yield condition
    for part in inner:
        yield from tests_of(part)


def operands(  # noqa: PLR0911 - one line per kind of test
    condition: Condition,
) -> tuple[Operand, ...]:
    """The operands of one test, left to right; a condition made of others has none."""
    match condition:
        case Comparison():
            return (condition.left, condition.right)
        case Between():
            return (condition.value, condition.low, condition.high)
        case OneOf():
            return (condition.value, *condition.choices)
        case TextTest():
            return (condition.value, condition.text)
        case Within() | Elapsed():
            return (condition.moment, condition.anchor)
        case Missing():
            return (condition.fact,)
        case _:
            return ()


def facts_in(operand: Operand) -> Iterator[FactName]:
    match operand:
        case FactRef():
            yield operand.name
        case Arithmetic():
            yield from facts_in(operand.left)
            yield from facts_in(operand.right)
        case _:
            pass


def facts_of(condition: Condition) -> tuple[FactName, ...]:
    """The facts that one test itself reads, each once, in order."""
    names = (name for operand in operands(condition) for name in facts_in(operand))
    return tuple(dict.fromkeys(names))


def facts_of_rule(condition: Condition) -> tuple[FactName, ...]:
    """The facts that a whole rule reads, each once, in order."""
    return tuple(dict.fromkeys(name for test in tests_of(condition) for name in facts_of(test)))


def _flat(parts: tuple[Condition, ...], join: type[AllOf] | type[AnyOf]) -> tuple[Condition, ...]:
    """Open groups of the same join: grouping `a and (b and c)` changes nothing."""
    if len(parts) < 2:  # noqa: PLR2004
        raise ValueError("a group joins at least two conditions")
    return tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, join) else (part,))
    )
