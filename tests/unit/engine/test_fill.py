from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from firstline.domain.facts import FactName, FactValue
from firstline.domain.templates import Language
from firstline.engine.fill import fill

BERLIN = ZoneInfo("Europe/Berlin")


def filled(value: FactValue, language: str, text: str = "{{ fact }}") -> str:
    return fill(text, {FactName("fact"): value}, language=Language(language), zone=BERLIN)


@pytest.mark.parametrize(
    ("value", "english", "japanese", "russian"),
    [
        (Decimal("1234.5"), "1,234.50", "1,234.50", "1\xa0234,50"),
        (Decimal("1500.00"), "1,500", "1,500", "1\xa0500"),
        (Decimal("0.05"), "0.05", "0.05", "0,05"),
        (Decimal("-3.10"), "-3.10", "-3.10", "-3,10"),
        (1234567, "1,234,567", "1,234,567", "1\xa0234\xa0567"),
        (0, "0", "0", "0"),
        (
            datetime(2026, 3, 1, 23, 5, tzinfo=UTC),
            "March 2, 00:05",
            "3月2日 00:05",
            "2 марта, 00:05",
        ),
        (date(2026, 12, 31), "December 31", "12月31日", "31 декабря"),
        (("child seat", "pet"), "child seat, pet", "child seat, pet", "child seat, pet"),
        ("Dan", "Dan", "Dan", "Dan"),
    ],
)
def test_a_fact_is_written_as_people_of_the_language_write_it(
    value: FactValue, english: str, japanese: str, russian: str
) -> None:
    assert [filled(value, language) for language in ("en", "ja", "ru")] == [
        english,
        japanese,
        russian,
    ]


def test_a_time_is_told_as_it_was_where_the_service_is() -> None:
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    assert filled(summer, "en") == "July 1, 14:00"


@pytest.mark.parametrize("year", [1900, 2200])
def test_the_first_and_the_last_year_of_a_fact_can_be_written_in_any_zone(year: int) -> None:
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        facts = {FactName("at"): datetime(year, 1, 1, tzinfo=UTC)}
        assert fill("{{ at }}", facts, language=Language("ja"), zone=ZoneInfo(zone))


def test_what_a_customer_wrote_is_never_read_as_a_placeholder() -> None:
    assert (
        filled("{{ fact }} \\1 \\g<0>", "en", "Hello {{fact}}!") == "Hello {{ fact }} \\1 \\g<0>!"
    )


def test_a_placeholder_may_stand_twice() -> None:
    assert filled("Dan", "en", "{{fact}} is {{  fact  }}.") == "Dan is Dan."
