"""Agents work in the inbox with the keyboard alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.browser.test_conversation import write
from tests.builders import CHARGED_TWICE
from tests.workplaces import Workplace, run_whole

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """A shop whose agents have long enough to undo, however busy the machine is."""
    folder = tmp_path_factory.mktemp("inbox") / "shop"
    shutil.copytree(tiny_release_store, folder / "releases")
    settings = {"FIRSTLINE_PLAYGROUND": "true", "FIRSTLINE_PANEL_UNDO_SECONDS": "20"}
    with run_whole(folder, folder.parent / "panel", **settings) as workplace:
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
