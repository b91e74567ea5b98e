"""An agent annotates by keys alone, and switches them off."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from tests.browser.people import People
from tests.builders import CARD_FACTS, OPENERS, PROBLEMS
from tests.workplaces import Workplace, run_whole

from firstline.panel.accounts.roles import Role
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

pytestmark = pytest.mark.browser
QUEUE = "annotate/near/"
ONE = re.compile(r"/annotate/near/\d+/$")


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """A shop whose customers have written about everything that there is."""
    folder = tmp_path_factory.mktemp("annotation") / "shop"
    shutil.copytree(tiny_release_store, folder / "releases")
    settings = ServingSettings(
        store=folder / "releases",
        journal=folder / "journal.sqlite3",
        allow_anonymous=True,
        sessions=1,
    )
    with TestClient(create_app(settings)) as client:
        for opener in OPENERS:
            for problems in PROBLEMS.values():
                message = {"text": f"{opener} {problems[0]}", "facts": CARD_FACTS}
                assert client.post("/v1/answer", json=message).is_success
    with run_whole(folder, folder.parent / "panel") as workplace:
        yield workplace


@pytest.fixture
def screen(workplace: Workplace, people: People) -> Page:
    """The first message of a queue, as soon as the worker has filled it."""
    page = people.sign_in(Role.AGENT)
    page.goto(workplace.page("annotate/"))
    begin = page.get_by_role("link", name=re.compile("Begin.*Near the threshold"))
    expect(begin).to_be_visible()
    begin.click()
    expect(page).to_have_url(ONE)
    expect(page.get_by_role("button", name="Keys are on")).to_be_visible()  # its script runs
    return page


def test_a_message_is_answered_and_undone_by_keys_alone(screen: Page) -> None:
    first = screen.url
    screen.keyboard.press("1")
    expect(screen.get_by_text("Which reply is right for")).to_be_visible()
    screen.keyboard.press("n")
    expect(screen.get_by_label("None of them")).to_be_checked()
    screen.keyboard.press("Enter")
    expect(screen).not_to_have_url(first)
    expect(screen.get_by_role("button", name="Undo")).to_be_visible()
    screen.keyboard.press("z")
    expect(screen).to_have_url(first)
    expect(screen.get_by_text("Your last answer is taken back")).to_be_visible()
    screen.keyboard.press("s")
    expect(screen).not_to_have_url(first)


def test_any_topic_is_found_by_typing_and_letters_are_only_letters_there(screen: Page) -> None:
    first = screen.url
    screen.keyboard.press("/")
    search = screen.get_by_label("Search")
    expect(search).to_be_focused()
    screen.keyboard.type("promo")
    expect(search).to_have_value("promo")
    tree = screen.locator("[data-topic-leaf]:visible")
    expect(tree).to_have_count(1)
    search.press("Enter")
    expect(screen.get_by_text("Which reply is right for “promo code”?")).to_be_visible()
    screen.keyboard.press("q")
    expect(screen.get_by_label("enter_code")).to_be_checked()
    assert screen.url == first  # neither the s nor the u of a search skips or gives up


def test_a_topic_is_found_by_its_id_as_well(screen: Page) -> None:
    screen.keyboard.press("/")
    screen.keyboard.type("promo_c")
    expect(screen.locator("[data-topic-leaf]:visible")).to_have_count(1)
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("Which reply is right for “promo code”?")).to_be_visible()


def test_the_keys_are_listed_and_can_be_switched_off(screen: Page) -> None:
    first = screen.url
    screen.keyboard.press("?")
    expect(screen.get_by_role("dialog", name="Keys")).to_be_visible()
    screen.keyboard.press("s")  # nothing, while the list is open
    screen.keyboard.press("Escape")
    screen.get_by_role("button", name="Keys are on: switch off").click()
    screen.keyboard.press("s")
    screen.reload()
    expect(screen.get_by_role("button", name="Keys are off: switch on")).to_be_visible()
    screen.keyboard.press("u")
    assert screen.url == first
    screen.get_by_role("button", name="Keys are off: switch on").click()
    screen.keyboard.press("s")
    expect(screen).not_to_have_url(first)


def test_everything_works_without_javascript(workplace: Workplace, people: People) -> None:
    page = people.sign_in(Role.SPECIALIST, java_script_enabled=False)
    page.goto(workplace.page(QUEUE))
    expect(page).to_have_url(ONE)
    first = page.url
    page.locator(".choices a").first.click()
    page.get_by_label("None of them").check()
    page.get_by_role("button", name="Save").click()
    expect(page).not_to_have_url(first)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
