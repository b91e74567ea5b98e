from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from tests.builders import a_fact

from firstline.domain.errors import InquiryError
from firstline.domain.facts import FactName, FactSchema, FactType, FactValue

SCHEMA = FactSchema(
    (
        *(a_fact(kind.value, kind) for kind in FactType if kind is not FactType.ENUM),
        a_fact("enum", FactType.ENUM, values=("card", "cash")),
    )
)
TOKYO = ZoneInfo("Asia/Tokyo")


def parsed(kind: str, value: object) -> FactValue:
    return SCHEMA.parse({kind: value}, zone=TOKYO)[FactName(kind)]


def refusal(raw: dict[str, object]) -> InquiryError:
    with pytest.raises(InquiryError) as caught:
        SCHEMA.parse(raw)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("decimal", "12.50", Decimal("12.50")),
        ("decimal", 12.5, Decimal("12.5")),
        ("decimal", 0.1, Decimal("0.1")),
        ("int", "7", 7),
        ("int", 7.0, 7),
        ("bool", "false", False),
        ("bool", True, True),
        ("list", ["a", "b"], ("a", "b")),
        ("list", [], ()),
        ("enum", "card", "card"),
        ("enum", "", None),
        ("string", None, None),
        ("datetime", "2026-03-02T09:30:00Z", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("datetime", "2026-03-02T09:30:00", datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),
        ("datetime", "1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)),
        ("datetime", "2200-12-31T23:59:59Z", datetime(2200, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_value_is_read_as_its_type(kind: str, value: object, expected: FactValue) -> None:
    assert parsed(kind, value) == expected


def test_a_fact_that_nobody_told_is_unknown() -> None:
    assert set(SCHEMA.parse({}).values()) == {None}


def test_a_repeated_hour_is_told_apart_by_its_offset() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    summer, winter = (
        SCHEMA.parse({"datetime": f"2026-10-25T02:30:00{offset}"}, zone=berlin)
        for offset in ("+02:00", "+01:00")
    )
    assert summer != winter


@pytest.mark.parametrize(
    "moment",
    [
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "1900-01-01T00:30:00+01:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_time_of_no_order_is_refused_with_the_years_that_are_read(moment: str) -> None:
    assert str(refusal({"datetime": moment})) == (
        f"facts.datetime: `{moment}` is not a time such as 2026-03-01T09:30:00+00:00, "
        "of the years 1900 to 2200"
    )


def test_a_misspelt_fact_is_told_with_the_nearest_one() -> None:
    error = refusal({"decimla": "1"})

    assert error.field == "facts.decimla"
    assert error.reason == "there is no fact `decimla`; did you mean `decimal`?"


def test_a_misspelt_value_is_told_with_those_there_are() -> None:
    assert refusal({"enum": "crad"}).reason == (
        "`crad` is not a value it can have (one of: card, cash); did you mean `card`?"
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bool", 1),
        ("bool", "yes"),
        ("int", 1.5),
        ("int", True),
        ("int", 1e300),
        pytest.param("int", 10**5000, id="int of 5,000 digits"),
        ("int", "9" * 31),
        ("decimal", "NaN"),
        ("decimal", float("inf")),
        ("decimal", False),
        pytest.param("decimal", 10**5000, id="decimal of 5,000 digits"),
        ("decimal", "1e99"),
        ("decimal", "1234567890123456789012345678e2"),
        ("date", "2026-02-30"),
        ("date", 20260301),
        ("datetime", 1_772_443_800),
        ("string", "a\0b"),
        ("string", "\ud800"),
        ("string", "a" * 1001),
        ("string", {"a": 1}),
        ("list", "a,b"),
        ("list", ["a", 1]),
        ("list", ["a"] * 101),
        ("enum", ["card"]),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(kind: str, value: object) -> None:
    assert refusal({kind: value}).field == f"facts.{kind}"


def test_a_number_too_long_to_print_is_refused_in_words() -> None:
    assert refusal({"int": 10**5000}).reason == "this number is not a whole number"
