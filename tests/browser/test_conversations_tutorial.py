"""The tutorial of conversations, in two windows; `make pictures` takes its pictures on rides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.test_appointments import set_up, times
from tests.browser.test_conversation import write
from tests.browser.tutorials import PHONE, RIDES, WINDOW, Picture, run_example
from tests.builders import CHARGED_TWICE
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Who writes what."""

    customer: str
    text: str
    again: str
    books: str
    """The customer who is offered times."""
    books_by: str


STORY = (
    Story(
        customer="anna_paid_once",
        text="Hi, you charged me twice for one trip! My bank shows two payments of 14.20.",
        again="But both payments are on my statement.",
        books="elif_lost_phone",
        books_by="I left my phone on the back seat!",
    )
    if RIDES
    else Story(
        customer="carla",
        text=CHARGED_TWICE,
        again="I paid the same trip twice, look at my bank",
        books="carla",
        books_by=CHARGED_TWICE,
    )
)


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """The demo, whose agents have long enough to undo, however busy the machine is."""
    parent = tmp_path_factory.mktemp("tutorial")
    undo = {"FIRSTLINE_PANEL_UNDO_SECONDS": "20"}
    with run_example(tiny_release_store, parent, **undo) as workplace:
        yield workplace


def has_canned_reply(aiko: Page, workplace: Workplace) -> None:
    aiko.goto(workplace.page("canned/new/"))
    aiko.get_by_label("Name").fill("Asking the bank")
    aiko.get_by_label("Text (en)").fill("We have asked the bank and write again tomorrow.")
    aiko.get_by_role("button", name="Save").click()


def asks_for_a_person(anna: Page, picture: Picture) -> None:
    write(anna, STORY.text)
    log = anna.get_by_role("log")
    expect(log.get_by_text("Automatic reply")).to_be_visible()
    picture(anna, "chat-automatic-reply", is_live=True)
    anna.get_by_role("button", name="No", exact=True).click()
    anna.get_by_label("What was wrong?").fill("It is there twice.")
    anna.get_by_role("button", name="Tell us").click()
    log.get_by_role("button", name="Talk to a person").click()
    expect(anna.get_by_text("You are waiting for a person.")).to_be_visible()
    write(anna, STORY.again)
    expect(anna.locator(".unsent")).to_have_count(0)
    picture(anna, "chat-waiting", is_live=True)


def reads(aiko: Page, workplace: Workplace, picture: Picture) -> None:
    aiko.goto(workplace.page("inbox/"))
    aiko.get_by_role("link", name=STORY.again).click()
    expect(aiko.get_by_text("It is there twice.")).to_be_visible()
    picture(aiko, "inbox-conversation", is_live=True)
    aiko.keyboard.press("n")
    aiko.get_by_label("Private note").fill("Two notices of one payment?")
    aiko.keyboard.press("Control+Enter")
    expect(aiko.get_by_role("log").get_by_text("Two notices of one payment?")).to_be_visible()
    aiko.keyboard.press("/")
    expect(aiko.get_by_role("dialog", name="Canned replies")).to_be_visible()
    picture(aiko, "inbox-canned-replies", is_live=True)
    aiko.keyboard.press("Escape")


def sends_an_edited_suggestion(aiko: Page, picture: Picture) -> None:
    aiko.keyboard.press("Alt+Digit1")
    box = aiko.get_by_label("Reply to the customer")
    expect(box).to_have_value(re.compile("once"))
    box.press("End")
    box.press_sequentially(" The second one is a notice.")
    aiko.keyboard.press("Control+Enter")
    expect(aiko.get_by_text("Sending…")).to_be_visible()
    picture(aiko, "inbox-sending", is_live=True)


def test_a_conversation_from_both_sides(
    workplace: Workplace, people: People, picture: Picture
) -> None:
    aiko = people.sign_in(Role.AGENT, **WINDOW)
    has_canned_reply(aiko, workplace)
    anna = people.visit(f"../chat?customer={STORY.customer}", **PHONE)
    asks_for_a_person(anna, picture)
    reads(aiko, workplace, picture)
    sends_an_edited_suggestion(aiko, picture)
    expect(anna.get_by_role("log").get_by_text("The second one is a notice.")).to_be_visible()
    expect(anna.get_by_text("A person is with you.")).to_be_visible()
    picture(anna, "chat-with-a-person", is_live=True)

    aiko.get_by_role("button", name="It came too late").click()
    expect(aiko.get_by_text("Noted; the next retraining learns from it.")).to_be_visible()
    aiko.get_by_role("button", name="Resolve", exact=True).click()
    expect(anna.get_by_text("This conversation is resolved")).to_be_visible()


def test_an_appointment(workplace: Workplace, people: People, picture: Picture) -> None:
    if not RIDES:
        set_up(people.sign_in(Role.OWNER), workplace)
    elif_ = people.visit(f"../chat?customer={STORY.books}", **PHONE)
    write(elif_, STORY.books_by)
    expect(times(elif_)).to_have_count(6)
    picture(elif_, "chat-times", is_live=True)
    elif_.get_by_label("E-mail for the confirmation").fill("elif@example.org")
    times(elif_).first.click()
    expect(elif_.get_by_role("log").get_by_text("is booked")).to_be_visible()


def test_what_it_came_to(workplace: Workplace, people: People, picture: Picture) -> None:
    olga = people.sign_in(Role.OWNER, **WINDOW)
    olga.goto(workplace.page("insights/"))
    expect(olga.get_by_role("heading", level=1)).to_be_visible()
    picture(olga, "insights")
