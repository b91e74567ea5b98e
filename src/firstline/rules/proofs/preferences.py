"""What a witness should look like: an order of an ordinary day, as far as the rules allow."""

from datetime import UTC, datetime, timedelta

from firstline.domain.facts import Fact, FactType
from firstline.rules.moments import MICROSECOND, microseconds
from firstline.rules.proofs.smtlib import TRUE, Formula, Term, apply, between, integer, no, real
from firstline.rules.proofs.variables import Variables

ORDINARY_DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
_LARGEST_COUNT = 100
_ORDINARY_SUM, _LARGEST_SUM = 100, 1_000
_MONTH, _LIFE = 30, 20_000  # days before the inquiry
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def preferences(variables: Variables) -> list[list[Formula]]:
    """List them in groups, one per fact; within a group the first ones weigh most."""
    now = integer(microseconds(ORDINARY_DAY))
    groups = [[apply("=", variables.received_at, now)]]
    for fact in variables.facts:
        known = variables.known.get(fact.name, TRUE)
        groups.append([known, *_ordinary(fact, variables)])
    return groups


def _ordinary(  # noqa: PLR0911 - one case per type of fact
    fact: Fact, variables: Variables
) -> list[Formula]:
    value = variables.values.get(fact.name, "")
    match fact.type:
        case FactType.INT:
            return [between(integer(0), value, integer(_LARGEST_COUNT))]
        case FactType.DECIMAL:
            return [
                has_places(value, 2),
                between(real(0), value, real(_LARGEST_SUM)),
                between(real(1), value, real(_ORDINARY_SUM)),
            ]
        case FactType.DATE:
            today = ORDINARY_DAY.toordinal()
            return [between(integer(today - d), value, integer(today)) for d in (_LIFE, _MONTH)]
        case FactType.DATETIME:
            return _lately(value)
        case FactType.LIST:
            return [no(has) for has in variables.items[fact.name].values()]
        case FactType.STRING:
            unnamed = apply(">=", value, integer(len(variables.codes)))
            return [unnamed, *(no(has) for has in variables.parts[fact.name].values())]
        case _:
            return []


def _lately(value: Term) -> list[Formula]:
    last = ORDINARY_DAY - _MINUTE
    latest = integer(microseconds(last))
    earliest = [integer(microseconds(ORDINARY_DAY - longest)) for longest in (_WEEK, _DAY)]
    whole_minute = apply("=", apply("mod", value, integer(_MINUTE // MICROSECOND)), "0")
    return [whole_minute, *(between(early, value, latest) for early in earliest)]


def has_places(decimal: Term, places: int) -> Formula:
    return apply("is_int", apply("*", real(10**places), decimal))
