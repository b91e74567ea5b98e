"""From grammar rules to the condition tree, one method per rule of `grammar.lark`."""

import re
from datetime import date, datetime
from decimal import Decimal

from lark import Token, Transformer, v_args

from firstline.domain.facts import FactName
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


class UnusableValueError(ValueError):
    """A well-formed piece of text that stands for nothing, such as the 31st of April."""

    def __init__(self, message: str, at: int) -> None:
        self.message = message
        self.at = at
        super().__init__(message)


@v_args(inline=True)
class TreeBuilder(Transformer[Token, Condition]):
    def any_of(self, *parts: Condition) -> Condition:
        return AnyOf(at=parts[0].at, parts=parts)

    def all_of(self, *parts: Condition) -> Condition:
        return AllOf(at=parts[0].at, parts=parts)

    def negated(self, part: Condition) -> Not:
        return Not(at=part.at, part=part)

    def always(self, token: Token) -> Always:
        return Always(at=_start(token))

    def equal(self, left: Operand, right: Operand) -> Comparison:
        return Comparison(at=left.at, left=left, comparator=Comparator.IS, right=right)

    def not_equal(self, left: Operand, right: Operand) -> Comparison:
        return Comparison(at=left.at, left=left, comparator=Comparator.IS_NOT, right=right)

    def compared(self, left: Operand, sign: Token, right: Operand) -> Comparison:
        comparator = _COMPARATORS[sign.value]
        return Comparison(at=left.at, left=left, comparator=comparator, right=right)

    def choices(self, *literals: Literal | None) -> tuple[Literal, ...]:
        return tuple(literal for literal in literals if literal is not None)

    def one_of(self, value: Operand, choices: tuple[Literal, ...]) -> OneOf:
        return OneOf(at=value.at, value=value, choices=choices)

    def not_one_of(self, value: Operand, choices: tuple[Literal, ...]) -> Not:
        return self.negated(self.one_of(value, choices))

    def between(self, value: Operand, low: Operand, high: Operand) -> Between:
        return Between(at=value.at, value=value, low=low, high=high)

    def not_between(self, value: Operand, low: Operand, high: Operand) -> Not:
        return self.negated(self.between(value, low, high))

    def contains(self) -> TextOperator:
        return TextOperator.CONTAINS

    def starts_with(self) -> TextOperator:
        return TextOperator.STARTS_WITH

    def ends_with(self) -> TextOperator:
        return TextOperator.ENDS_WITH

    def text_tested(self, value: Operand, operator: TextOperator, text: Literal) -> TextTest:
        return TextTest(at=value.at, value=value, operator=operator, text=text)

    def not_text_tested(self, value: Operand, operator: TextOperator, text: Literal) -> Not:
        return self.negated(self.text_tested(value, operator, text))

    def within(self, moment: Operand, duration: Duration, anchor: Operand) -> Within:
        return Within(at=moment.at, moment=moment, duration=duration, anchor=anchor)

    def not_within(self, moment: Operand, duration: Duration, anchor: Operand) -> Not:
        return self.negated(self.within(moment, duration, anchor))

    def received_within(self, duration: Duration, anchor: Operand) -> Within:
        return self.within(ReceivedAt(at=duration.at), duration, anchor)

    def more_than(self) -> Bound:
        return Bound.MORE_THAN

    def less_than(self) -> Bound:
        return Bound.LESS_THAN

    def at_least(self) -> Bound:
        return Bound.AT_LEAST

    def at_most(self) -> Bound:
        return Bound.AT_MOST

    def ago(self, moment: Operand, bound: Bound, duration: Duration) -> Elapsed:
        return Elapsed(
            at=moment.at,
            moment=moment,
            bound=bound,
            duration=duration,
            side=Side.BEFORE,
            anchor=ReceivedAt(at=duration.at),
        )

    def elapsed(
        self, moment: Operand, bound: Bound, duration: Duration, side: Token, anchor: Operand
    ) -> Elapsed:
        return Elapsed(
            at=moment.at,
            moment=moment,
            bound=bound,
            duration=duration,
            side=Side(side.value.lower()),
            anchor=anchor,
        )

    def missing(self, fact: Operand) -> Missing:
        if not isinstance(fact, FactRef):
            raise UnusableValueError("only a fact can be missing or present", fact.at)
        return Missing(at=fact.at, fact=fact)

    def present(self, fact: Operand) -> Not:
        return self.negated(self.missing(fact))

    def duration(self, count: Token, unit: Token) -> Duration:
        try:
            unit_name = Unit(unit.value.lower().removesuffix("s") + "s")
            return Duration(at=_start(count), count=int(_digits(count)), unit=unit_name)
        except ValueError as error:
            message = "a duration is a whole number, at most 36500 days"
            raise UnusableValueError(message, _start(count)) from error

    def arithmetic(self, left: Operand, sign: Token, right: Operand) -> Arithmetic:
        operator = ArithmeticOperator(sign.value)
        return Arithmetic(at=left.at, left=left, operator=operator, right=right)

    def fact(self, name: Token) -> FactRef:
        return FactRef(at=_start(name), name=FactName(name.value))

    def quoted_fact(self, name: Token) -> FactRef:
        return FactRef(at=_start(name), name=FactName(name.value[1:-1]))

    def received_at(self, token: Token) -> ReceivedAt:
        return ReceivedAt(at=_start(token))

    def number(self, token: Token) -> Literal:
        return _literal(token, _number(token.value))

    def negative(self, sign: Token, token: Token) -> Literal:
        return _literal(sign, _number(f"-{token.value}"))

    def boolean(self, token: Token) -> Literal:
        return _literal(token, token.value.lower() == "true")

    def day(self, token: Token) -> Literal:
        try:
            return _literal(token, date.fromisoformat(token.value))
        except ValueError as error:
            message = f"there is no day {token.value}"
            raise UnusableValueError(message, _start(token)) from error

    def moment(self, token: Token) -> Literal:
        try:
            value = datetime.fromisoformat(token.value.upper())
        except ValueError as error:
            message = f"there is no time {token.value}"
            raise UnusableValueError(message, _start(token)) from error
        return _literal(token, value)

    def string(self, token: Token) -> Literal:
        return _literal(token, _unescaped(token))


_COMPARATORS = {
    "=": Comparator.IS,
    "==": Comparator.IS,
    "!=": Comparator.IS_NOT,
    "<>": Comparator.IS_NOT,
    "≠": Comparator.IS_NOT,
    "<": Comparator.LESS,
    "<=": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    ">": Comparator.MORE,
    ">=": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
}

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def _start(token: Token) -> int:
    return token.start_pos or 0


def _unescaped(token: Token) -> str:
    r"""Read `\n`, `\r` and `\t`; any other character after a backslash is itself."""
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), token.value[1:-1])


def _number(digits: str) -> int | Decimal:
    # Not int: Python refuses to read thousands of digits, Literal has its own message.
    return Decimal(digits) if "." in digits or len(digits) > _MOST_DIGITS else int(digits)


_MOST_DIGITS = 1_000


def _digits(token: Token) -> str:
    return token.value if len(token.value) < _MOST_DIGITS else ""


def _literal(token: Token, value: LiteralValue) -> Literal:
    try:
        return Literal(at=_start(token), value=value)
    except ValueError as error:
        raise UnusableValueError(str(error), _start(token)) from error
