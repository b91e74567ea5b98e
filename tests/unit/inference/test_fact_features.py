from datetime import UTC, datetime, timedelta
from decimal import Decimal

from firstline.domain.facts import Fact, FactName, Facts, FactSchema, FactType
from firstline.inference.fact_features import FactFeatures

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SCHEMA = FactSchema(
    (
        Fact(name=FactName("payment"), type=FactType.ENUM, values=("card", "cash")),
        Fact(name=FactName("cost"), type=FactType.DECIMAL),
        Fact(name=FactName("ordered_at"), type=FactType.DATETIME),
        Fact(name=FactName("options"), type=FactType.LIST),
        Fact(name=FactName("customer_name"), type=FactType.STRING),
    )
)


def facts(**values: object) -> Facts:
    return SCHEMA.parse(values)


def seen(features: FactFeatures, known: Facts, at: datetime = NOW) -> set[str]:
    numbers = set(features.features(known, at))
    return {name for name, column in features.columns.items() if column in numbers}


def fitted() -> FactFeatures:
    cases = [
        (facts(payment=kind, cost=str(cost), options=["pet"], ordered_at=NOW.isoformat()), NOW)
        for kind in ("card", "cash")
        for cost in range(1, 13)
    ]
    return FactFeatures.fit(SCHEMA, [*cases, (facts(), NOW)])


def test_a_category_and_each_item_of_a_list_is_a_column() -> None:
    names = seen(fitted(), facts(payment="card", options=["pet"]))
    assert {"payment=card", "options=pet"} <= names


def test_an_unknown_fact_is_a_column_of_its_own() -> None:
    assert {"payment=missing", "cost=missing"} <= seen(fitted(), facts())


def test_sums_fall_into_bins_that_the_history_set() -> None:
    features = fitted()
    small, large = seen(features, facts(cost="1")), seen(features, facts(cost="12"))
    assert small != large
    assert large == seen(features, facts(cost=str(Decimal(10_000))))


def test_times_count_relative_to_the_inquiry_and_not_to_the_clock() -> None:
    features = fitted()
    order = facts(ordered_at=NOW.isoformat())
    later = NOW + timedelta(days=400)
    moved = facts(ordered_at=later.isoformat())
    assert seen(features, order, NOW) == seen(features, moved, later)


def test_long_texts_are_no_category() -> None:
    long = FactFeatures.fit(SCHEMA, [(facts(customer_name="x" * 100), NOW)] * 3)
    assert not [name for name in long.columns if name.startswith("customer_name=x")]
