"""Many facts at once, by plain dice: drawing each value as a strategy would take minutes."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

from tests.property.rules.strategies import RECEIVED_AT, VALUES

from firstline.domain.facts import Facts, FactSchema, FactType, FactValue

UNKNOWN = 0.2


def random_rows(
    schema: FactSchema, count: int, seed: int, *, extremes: float = 0.01
) -> list[Facts]:
    """Facts that often meet the values in the rules of `strategies`; a few are extreme."""
    random_ = Random(seed)  # noqa: S311 - dice for tests
    return [
        {
            fact.name: _value(fact.type, random_, extremes)
            for fact in schema
            if random_.random() > UNKNOWN / 2
        }
        for _ in range(count)
    ]


def _value(type_: FactType, random_: Random, extremes: float) -> FactValue:
    draw = random_.random()
    if draw < UNKNOWN / 2:
        return None
    if draw < UNKNOWN / 2 + extremes and type_ in _EXTREMES:
        return random_.choice(_EXTREMES[type_])
    return _USUAL[type_](random_)


def _moment(random_: Random) -> datetime:
    seconds = random_.choice((-3600, -60, 0, 60, random_.randint(-7200, 7200)))
    offset = timezone(timedelta(minutes=random_.choice((-720, 0, 0, 60, 345))))
    return (RECEIVED_AT + timedelta(seconds=seconds)).astimezone(offset)


_USUAL: Mapping[FactType, Callable[[Random], FactValue]] = {
    FactType.ENUM: lambda random_: random_.choice(VALUES),
    FactType.STRING: lambda random_: random_.choice((*VALUES, "", "c", "carda", "xcard")),
    FactType.BOOL: lambda random_: random_.random() < 0.5,
    FactType.INT: lambda random_: random_.randint(-5, 5),
    FactType.DECIMAL: lambda random_: Decimal(random_.randint(-50, 50)) / random_.choice((1, 10)),
    FactType.DATE: lambda random_: date(2026, 2, 27) + timedelta(days=random_.randint(0, 3)),
    FactType.DATETIME: _moment,
    FactType.LIST: lambda random_: tuple(random_.choices(VALUES, k=random_.randint(0, 3))),
}
_EXTREMES: Mapping[FactType, tuple[FactValue, ...]] = {
    FactType.INT: (10**29, -(10**29), 2**63 - 1),
    FactType.DECIMAL: (Decimal("1E-30"), Decimal("9.99E+30"), Decimal("-0.0")),
    FactType.DATETIME: (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    FactType.DATE: (date.min, date.max),
}
