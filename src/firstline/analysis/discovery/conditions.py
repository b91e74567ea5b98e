"""Conditions that a rule may be made of: what a specialist could write about each fact.

None names an id, a text or a day: what has been true once is no rule.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from firstline.domain.facts import Fact, Facts, FactSchema, FactType, FactValue
from firstline.rules import Condition
from firstline.rules.literals import LiteralValue
from firstline.rules.tree import (
    Bound,
    Comparator,
    Comparison,
    Duration,
    Elapsed,
    FactRef,
    Literal,
    Missing,
    Not,
    ReceivedAt,
    Side,
    TextOperator,
    TextTest,
    Unit,
)

MOST_VALUES = 20  # an enum or a list with more is a catalogue
NUMBERS = 8  # thresholds tried for each number
_SPANS = (
    Duration(count=10, unit=Unit.MINUTES),
    Duration(count=1, unit=Unit.HOURS),
    Duration(count=6, unit=Unit.HOURS),
    Duration(count=24, unit=Unit.HOURS),
    Duration(count=3, unit=Unit.DAYS),
    Duration(count=7, unit=Unit.DAYS),
    Duration(count=30, unit=Unit.DAYS),
)


def conditions(schema: FactSchema, cases: Sequence[Facts]) -> tuple[Condition, ...]:
    """List the conditions worth trying on cases with such facts, the plainest first."""
    of_facts = (test for fact in schema for test in _of_fact(fact, _known(fact, cases)))
    sums = [fact for fact in schema if fact.type is FactType.DECIMAL and _known(fact, cases)]
    return (*of_facts, *(test for pair in combinations(sums, 2) for test in _of_pair(*pair)))


def _known(fact: Fact, cases: Sequence[Facts]) -> list[FactValue]:
    values = (facts.get(fact.name) for facts in cases)
    return [value for value in values if value is not None]


def _of_fact(fact: Fact, known: Sequence[FactValue]) -> Iterator[Condition]:
    match fact.type:
        case FactType.ENUM:
            yield from _of_enum(fact, known)
        case FactType.BOOL:
            yield from (_compared(fact, Comparator.IS, value) for value in (True, False))
        case FactType.INT | FactType.DECIMAL:
            yield from _of_number(fact, [Decimal(value) for value in known])  # type: ignore[arg-type]
        case FactType.LIST:
            yield from _of_list(fact, known)
        case FactType.DATETIME:
            yield from _of_moment(fact)
        case FactType.DATE | FactType.STRING:
            pass
    if fact.nullable:
        missing = Missing(fact=FactRef(name=fact.name))
        yield from (Not(part=missing), missing)


def _of_enum(fact: Fact, known: Sequence[FactValue]) -> Iterator[Condition]:
    values = sorted({str(value) for value in known})
    if len(values) <= MOST_VALUES:
        yield from (_compared(fact, Comparator.IS, value) for value in values)
        yield from (_compared(fact, Comparator.IS_NOT, value) for value in values)


def _of_list(fact: Fact, known: Sequence[FactValue]) -> Iterator[Condition]:
    items = sorted({item for value in known if isinstance(value, tuple) for item in value})
    if not fact.values or len(items) > MOST_VALUES:
        return
    for item in items:
        holds = TextTest(
            value=FactRef(name=fact.name),
            operator=TextOperator.CONTAINS,
            text=Literal(value=item),
        )
        yield from (holds, Not(part=holds))


def _of_number(fact: Fact, known: Sequence[Decimal]) -> Iterator[Condition]:
    is_whole = fact.type is FactType.INT
    zero: LiteralValue = 0
    yield _compared(fact, Comparator.MORE, zero)
    yield _compared(fact, Comparator.IS, zero)
    for value in _round_values(sorted(known)):
        limit = int(value) if is_whole else value
        yield _compared(fact, Comparator.AT_LEAST, limit)
        yield _compared(fact, Comparator.LESS, limit)


def _round_values(known: Sequence[Decimal]) -> list[Decimal]:
    """Values that cut the cases into about equal parts, of two digits: people wrote the rule."""
    places = (len(known) * part // (NUMBERS + 1) for part in range(1, NUMBERS + 1))
    values = {_of_two_digits(known[place]) for place in places} if known else set()
    return sorted(values - {Decimal(0)})


def _of_two_digits(value: Decimal) -> Decimal:
    step = Decimal(1).scaleb(max(value.adjusted() - 1, -2))
    return (value / step).to_integral_value() * step


def _of_moment(fact: Fact) -> Iterator[Condition]:
    for span in _SPANS:
        for bound in (Bound.AT_MOST, Bound.MORE_THAN):
            yield Elapsed(
                moment=FactRef(name=fact.name),
                bound=bound,
                duration=span,
                side=Side.BEFORE,
                anchor=ReceivedAt(),
            )


def _of_pair(left: Fact, right: Fact) -> Iterator[Condition]:
    for comparator in (Comparator.IS, Comparator.MORE, Comparator.LESS):
        yield Comparison(
            left=FactRef(name=left.name), comparator=comparator, right=FactRef(name=right.name)
        )


def _compared(fact: Fact, comparator: Comparator, value: LiteralValue) -> Comparison:
    return Comparison(
        left=FactRef(name=fact.name), comparator=comparator, right=Literal(value=value)
    )
