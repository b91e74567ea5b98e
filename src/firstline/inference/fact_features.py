"""Facts as columns for the topic classifier: every fact becomes one 1 in its own group."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType, FactValue

BINS = 6  # enough to tell a small sum or a long delay from a usual one
MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFeatures:
    """Columns such as `payment_type=card`, `order_cost=2` (a bin) and `promo=missing`."""

    columns: Mapping[str, int]
    edges: Mapping[FactName, tuple[float, ...]]
    """Bin edges of the numeric and time facts; times are minutes before the inquiry."""

    def __len__(self) -> int:
        return len(self.columns)

    @classmethod
    def fit(cls, schema: FactSchema, cases: Iterable[tuple[Facts, datetime]]) -> "FactFeatures":
        """Learn bin edges (quantiles) and the columns that occur."""
        seen = list(cases)
        edges = {
            fact.name: _edges([_number(facts.get(fact.name), at) for facts, at in seen])
            for fact in schema
            if _is_numeric(fact)
        }
        bare = cls(columns={}, edges=edges)
        names = {name for facts, at in seen for name in bare.names(facts, at)}
        columns = {name: column for column, name in enumerate(sorted(names))}
        return cls(columns=columns, edges=edges)

    def features(self, facts: Facts, received_at: datetime) -> list[int]:
        """Column numbers that are 1, ascending."""
        columns = self.columns
        return sorted(columns[n] for n in self.names(facts, received_at) if n in columns)

    def names(self, facts: Facts, received_at: datetime) -> Iterable[str]:
        for name, value in facts.items():
            if value is None:
                yield f"{name}={MISSING}"
            elif name in self.edges:
                yield f"{name}={bisect_right(self.edges[name], _number(value, received_at))}"
            elif isinstance(value, tuple):
                yield from (f"{name}={item}" for item in value)
            elif isinstance(value, bool) or len(str(value)) <= MAX_CATEGORY:
                yield f"{name}={value}"


MAX_CATEGORY = 30  # longer texts are names or addresses, not categories


def _is_numeric(fact: Fact) -> bool:
    return fact.type in {FactType.INT, FactType.DECIMAL, FactType.DATETIME}


def _number(value: FactValue, received_at: datetime) -> float:
    match value:
        case datetime():
            return (received_at - value).total_seconds() / 60
        case bool() | int() | Decimal():
            return float(value)
        case _:
            return float("nan")


def _edges(numbers: list[float]) -> tuple[float, ...]:
    known = np.array([number for number in numbers if not np.isnan(number)])
    if not len(known):
        return ()
    quantiles = np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])
    return tuple(float(edge) for edge in np.unique(quantiles))
