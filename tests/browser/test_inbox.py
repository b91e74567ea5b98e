"""Agents work in the inbox with the keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.crawl import violations
from tests.browser.people import People
from tests.browser.test_conversation import write
from tests.builders import CHARGED_TWICE
from tests.workplaces import Workplace, run_shop

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """A shop whose agents have long enough to undo, however busy the machine is."""
    undo = {"FIRSTLINE_PANEL_UNDO_SECONDS": "20"}
    with run_shop(tiny_release_store, tmp_path_factory.mktemp("inbox"), **undo) as workplace:
        yield workplace


def waits(people: People, words: str) -> Page:
    """Let a customer write until a person is needed."""
    carla = people.visit("../chat")
    write(carla, CHARGED_TWICE)
    write(carla, words)
    expect(carla.get_by_text("You are waiting for a person.")).to_be_visible()
    return carla


def test_triage_and_answer_without_a_mouse(workplace: Workplace, people: People) -> None:
    carla = waits(people, "I paid the same trip twice, look at my bank")
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    press = ben.keyboard.press

    press("j")
    expect(ben.get_by_label("Reply to the customer")).to_be_visible()
    press("Alt+Digit1")
    box = ben.get_by_label("Reply to the customer")
    expect(box).to_have_value("You paid 12.50 once.")
    expect(box).to_be_focused()
    ben.keyboard.type(" jexn/?")  # letters are text here
    expect(box).to_have_value("You paid 12.50 once. jexn/?")
    press("Control+Enter")
    expect(ben.get_by_text("Sending…")).to_be_visible()
    press("z")
    expect(box).to_have_value("You paid 12.50 once. jexn/?")
    expect(carla.get_by_text("jexn")).to_have_count(0)

    box.fill("You paid 12.50 once. Here is the receipt.")
    press("Control+Shift+Enter")
    expect(carla.get_by_text("Here is the receipt.")).to_be_visible()
    expect(carla.get_by_text("This conversation is resolved")).to_be_visible()
    expect(ben.get_by_text("edited from the suggestion paid_once")).to_be_visible()


def test_notes_keys_and_the_command_bar(workplace: Workplace, people: People) -> None:
    waits(people, "I paid the same trip twice, look at my bank book")
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.keyboard.press("?")
    expect(ben.get_by_role("dialog", name="Keys")).to_be_visible()
    ben.keyboard.press("Escape")
    ben.keyboard.press("Control+k")
    bar = ben.get_by_role("dialog", name="Commands")
    expect(bar).to_be_visible()
    ben.keyboard.type("next conv")
    ben.keyboard.press("Enter")
    ben.wait_for_url(re.compile(r"/inbox/[0-9a-f-]{36}/"))
    ben.keyboard.press("n")
    expect(ben.get_by_label("Private note")).to_be_focused()
    ben.keyboard.type("Asked the bank.")
    ben.keyboard.press("Control+Enter")
    expect(ben.get_by_role("log").get_by_text("Asked the bank.")).to_be_visible()

    expect(ben.get_by_role("button", name="Use paid_once")).to_be_visible()
    ben.keyboard.press("x")
    ben.keyboard.press("2")
    expect(ben.get_by_text("Dismissed")).to_be_visible()
    expect(ben.get_by_role("button", name="Use paid_once")).to_have_count(0)
    ben.keyboard.press("?")
    ben.get_by_role("button", name="Switch single letters off").click()
    ben.goto(workplace.page("inbox/?queue=all"))
    ben.keyboard.press("j")
    ben.keyboard.press("?")
    expect(ben.get_by_role("dialog")).to_have_count(0)
    assert ben.url.endswith("inbox/?queue=all")


def test_r12_a_suggestion_goes_and_what_is_typed_stays(
    workplace: Workplace, people: People
) -> None:
    carla = waits(people, "I paid the same trip twice, look at my bank account")
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name="bank account").click()
    expect(ben.get_by_role("button", name="Use paid_once")).to_be_visible()
    box = ben.get_by_label("Reply to the customer")
    box.press_sequentially("I am look")

    write(carla, "Oh, I have found the receipt")

    expect(ben.get_by_text("Oh, I have found the receipt").first).to_be_visible()
    expect(box).to_be_focused()
    box.press_sequentially("ing")
    expect(box).to_have_value("I am looking")


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_axe_finds_nothing_at_any_width(workplace: Workplace, people: People, width: int) -> None:
    waits(people, f"I was charged twice at {width}, look at my bank")
    ben = people.sign_in(Role.AGENT, viewport={"width": width, "height": 800})
    ben.goto(workplace.page("inbox/"))
    wrong = list(violations(ben))
    ben.get_by_role("link", name=f"charged twice at {width}").click()
    panes = (".inbox-lists", ".inbox-thread", ".inbox-details")
    shown = [pane for pane in panes if ben.locator(pane).is_visible()]
    assert shown == list(panes if width >= 1000 else panes[1:])
    wrong += violations(ben)
    assert not wrong, "\n".join(wrong)
