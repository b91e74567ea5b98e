"""An owner sets a calendar up; a customer books in the chat, moves it, and calls it off."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from tests.browser.crawl import violations
from tests.browser.people import People
from tests.builders import CHARGED_TWICE
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def set_up(olga: Page, workplace: Workplace) -> None:
    olga.goto(workplace.page("calendars/new/"))
    olga.get_by_label("Name of the appointment").fill("Fitting")
    olga.get_by_label("paid_once").check()
    for day in DAYS:
        olga.get_by_label(day).fill("00:00–24:00")
    olga.get_by_role("button", name="Save").click()


def times(carla: Page) -> Locator:
    return carla.get_by_role("form", name="Your choices").get_by_role(
        "button", name=re.compile(r"\(.+\)$")
    )


def downloaded(carla: Page) -> Calendar:
    with carla.expect_download() as download:
        carla.get_by_role("button", name="Add to my calendar").click()
    assert download.value.suggested_filename == "appointment.ics"
    return Calendar.from_ical(Path(download.value.path()).read_bytes())


def test_a_customer_books_moves_and_calls_off_in_the_chat(
    workplace: Workplace, people: People
) -> None:
    set_up(people.sign_in(Role.OWNER), workplace)
    carla = people.visit("../chat", timezone_id="Asia/Tokyo")
    carla.get_by_label("Your message").fill(CHARGED_TWICE)
    carla.get_by_label("Your message").press("Enter")
    expect(times(carla)).to_have_count(6)
    expect(times(carla).first).to_contain_text("(Asia/Tokyo)")
    wrong = list(violations(carla))
    times(carla).first.click()  # without an address the browser asks for it
    expect(carla.get_by_label("E-mail for the confirmation")).to_be_focused()
    carla.get_by_label("E-mail for the confirmation").fill("carla@example.org")
    chosen = times(carla).first.inner_text()
    times(carla).first.click()

    log = carla.get_by_role("log")
    expect(log.get_by_text(f"Fitting is booked: {chosen}")).to_be_visible()
    expect(log).to_be_focused()  # the button that was pressed is gone
    assert len(downloaded(carla).walk("VEVENT")) == 1
    wrong += violations(carla)

    carla.get_by_role("button", name="Move the appointment").click()
    expect(carla.get_by_label("E-mail for the confirmation")).to_be_hidden()
    times(carla).last.click()
    expect(log.get_by_text("Fitting was moved")).to_be_visible()
    carla.reload()
    carla.get_by_role("button", name="Call it off").click()
    expect(log.get_by_text("Fitting was called off")).to_be_visible()
    expect(carla.get_by_role("form", name="Your choices")).to_be_hidden()
    assert not wrong, "\n".join(wrong)
