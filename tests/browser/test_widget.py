"""The chat on the pages of a host: other origins, strict policies, bad networks, keyboards."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.crawl import violations
from tests.browser.host_pages import HostPage, host_page
from tests.browser.people import People
from tests.builders import CARD_FACTS, CHARGED_TWICE
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role
from firstline.panel.chats.identities import sign

pytestmark = pytest.mark.browser
ATTACK = "<img src=x onerror=document.title='broken'> see javascript:alert(1)"


@pytest.fixture
def page(workplace: Workplace) -> Iterator[HostPage]:
    with host_page(f"{workplace.address}/") as page:
        yield page


@pytest.fixture
def secret(workplace: Workplace, people: People, page: HostPage) -> str:
    """Let the owner allow the host's page, and make the secret that its server signs with."""
    olga = people.sign_in(Role.OWNER)
    olga.goto(workplace.page("chat/"))
    olga.get_by_label("Pages that may show it").fill(page.origin)
    olga.get_by_role("button", name="Save").click()
    expect(olga.get_by_text("Saved.")).to_be_visible()
    olga.get_by_role("button", name=re.compile("secret")).click()
    return olga.locator("#secret").inner_text()


def signed(secret: str, customer: str) -> str:
    claims = {"sub": customer, "name": "Carla", "language": "en", "facts": CARD_FACTS}
    token = sign(secret, claims, now=datetime.now(UTC), valid_for=timedelta(minutes=30))
    return f'data-identity="{token}"'


def at(page: HostPage, people: People) -> Page:
    """Open the host's page in a browser of its own."""
    return people.go_to(f"{page.origin}/")


def write(carla: Page, text: str) -> None:
    carla.get_by_label("Your message").fill(text)
    carla.get_by_label("Your message").press("Enter")


def said(carla: Page) -> Locator:
    return carla.get_by_role("log").get_by_role("listitem")


def answered_at(page: HostPage, people: People) -> Page:
    """Open the chat on the host's page, and get an automatic reply."""
    carla = at(page, people)
    carla.get_by_role("button", name="Open the chat").click()
    write(carla, CHARGED_TWICE)
    expect(said(carla)).to_have_count(2)
    return carla


def test_a_customer_of_another_host_chats_by_keyboard_alone(
    people: People, page: HostPage, secret: str
) -> None:
    page.attributes = signed(secret, "keyboard")
    carla = at(page, people)
    launcher = carla.get_by_role("button", name="Open the chat")
    expect(launcher).to_be_visible()
    carla.keyboard.press("Tab")
    carla.keyboard.press("Enter")
    expect(carla.get_by_label("Your message")).to_be_focused()
    carla.keyboard.type(CHARGED_TWICE)
    carla.keyboard.press("Shift+Enter")
    carla.keyboard.type("Please look")
    carla.keyboard.press("Enter")
    expect(carla.get_by_role("log").get_by_text("Automatic reply")).to_be_visible()
    expect(said(carla)).to_have_count(2)
    for look in violations(carla):
        pytest.fail(look)
    carla.keyboard.press("Escape")
    expect(launcher).to_be_focused()
    expect(carla.get_by_label("Your message")).to_be_hidden()

    carla.reload()  # the strict policy let everything through, and the token brings it back
    launcher.press("Enter")
    expect(said(carla)).to_have_count(2)
    elsewhere = at(page, people)  # another device of the same customer
    elsewhere.get_by_role("button", name="Open the chat").click()
    expect(said(elsewhere)).to_have_count(2)

    carla.set_viewport_size({"width": 400, "height": 700})
    box = carla.locator(".panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 400, "height": 700}


def test_r16_a_person_is_one_press_away_under_the_reply_and_in_the_menu(
    workplace: Workplace, people: People, page: HostPage, secret: str
) -> None:
    page.attributes = signed(secret, "person")
    carla = at(page, people)
    carla.get_by_role("button", name="Open the chat").click()
    carla.get_by_role("button", name="More").click()
    expect(carla.get_by_role("button", name="Talk to a person")).to_be_visible()
    carla.keyboard.press("Escape")
    write(carla, CHARGED_TWICE)
    carla.get_by_role("log").get_by_role("button", name="Talk to a person").click()
    expect(carla.get_by_text("You are waiting for a person.")).to_be_visible()
    carla.get_by_role("button", name="Close the chat").click()

    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name=CHARGED_TWICE).first.click()
    beside = ben.get_by_role("complementary", name="About the conversation")
    expect(beside.get_by_text("Carla", exact=True)).to_be_visible()
    ben.get_by_label("Reply to the customer").fill(f"See https://shop.example/help. {ATTACK}")
    ben.get_by_role("button", name="Send", exact=True).click()
    badge = carla.get_by_role("button", name="Open the chat, 1 new message")
    expect(badge).to_be_visible()  # by the stream: nobody reloaded anything
    badge.click()
    expect(carla.get_by_text(ATTACK)).to_be_visible()
    link = carla.get_by_role("link", name="https://shop.example/help")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    expect(carla.get_by_role("log").get_by_role("link")).to_have_count(1)
    assert carla.title() == "A shop"


def test_nothing_is_lost_or_sent_twice_when_the_network_goes(
    people: People, page: HostPage, secret: str
) -> None:
    page.attributes = signed(secret, "offline")
    carla = answered_at(page, people)
    people.troubles.expected_words |= {"net::ERR_"}
    carla.context.set_offline(True)
    write(carla, "Are you still there?")
    expect(carla.get_by_text("No connection just now")).to_be_visible()
    carla.context.set_offline(False)
    expect(carla.get_by_text("You are waiting for a person.")).to_be_visible()
    expect(carla.get_by_text("No connection just now")).to_be_hidden()
    expect(said(carla)).to_have_count(4)

    carla.context.set_offline(True)
    write(carla, "And now?")
    carla.context.set_offline(False)
    carla.reload()  # what is unsent outlives the page
    carla.get_by_role("button", name="Open the chat").click()
    expect(carla.get_by_role("log").get_by_text("And now?")).to_have_count(1)
    expect(said(carla)).to_have_count(5)


def test_what_is_sent_before_the_history_is_read_leaves_no_gap(
    people: People, page: HostPage, secret: str
) -> None:
    page.attributes = signed(secret, "gap")
    carla = answered_at(page, people)
    people.troubles.expected_words |= {"net::ERR_"}
    carla.route("**/messages?after=*", lambda route: route.abort())
    carla.reload()
    carla.get_by_role("button", name="Open the chat").click()
    write(carla, "Are you still there?")
    expect(carla.get_by_text("You are waiting for a person.")).to_be_visible()
    carla.unroute("**/messages?after=*")

    expect(said(carla)).to_have_count(4)


@pytest.mark.usefixtures("secret")
def test_the_chat_speaks_the_language_of_the_page(people: People, page: HostPage) -> None:
    page.language = "ja-JP"
    carla = at(page, people)
    carla.get_by_role("button", name="チャットを開く").click()
    expect(carla.get_by_label("メッセージ")).to_be_focused()


def test_a_page_that_nobody_allowed_has_no_chat(people: People, page: HostPage) -> None:
    people.troubles.expected |= {400}
    people.troubles.expected_words |= {"CORS policy", "net::ERR_", "add-the-chat"}
    carla = people.go_to(f"{page.origin}/")
    with carla.expect_console_message(lambda told: "add-the-chat" in told.text):
        carla.reload()

    expect(carla.get_by_role("button")).to_have_count(0)
