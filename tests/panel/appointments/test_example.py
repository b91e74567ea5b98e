"""Who tries the demo finds a calendar there."""

from datetime import UTC, datetime, timedelta

import pytest

from firstline.hosting.example_calendar import TEMPLATE, add_example_calendar
from firstline.panel.appointments.offering import starts_to_offer
from firstline.panel.services.models import HostedService


def test_the_calendar_of_the_demo_offers_times_on_weekdays_once(shop: HostedService) -> None:
    for _start in range(2):
        add_example_calendar(shop, "paid_once")

    offered = starts_to_offer(shop.calendars.get(), datetime.now(UTC))
    times = [datetime.fromisoformat(start) for start in offered]
    assert len(times) == 6
    assert all(time.weekday() < 5 for time in times)
    assert min(times) > datetime.now(UTC) + timedelta(hours=1)


def test_a_service_of_ones_own_gets_no_calendar_of_the_example(shop: HostedService) -> None:
    add_example_calendar(shop)

    assert not shop.calendars.exists()


def test_its_template_is_one_of_the_example(pytestconfig: pytest.Config) -> None:
    templates = pytestconfig.rootpath / "examples" / "rides" / "templates.yaml"

    assert f"- id: {TEMPLATE}\n" in templates.read_text()
