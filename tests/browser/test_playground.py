"""What visitors of the playground do, in a real browser."""

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest
from playwright.sync_api import Page, expect
from tests.builders import ACCIDENT, CHARGED_TWICE, LOST_ITEM

pytestmark = pytest.mark.browser

OpenPage: TypeAlias = Callable[..., Page]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}


def ask(page: Page, message: str) -> None:
    page.get_by_label("Your message").fill(message)
    page.get_by_role("button", name="Send").click()


def test_a_customer_gets_an_automatic_reply_and_then_a_person(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, CHARGED_TWICE)
    thread = page.get_by_role("list", name="Conversation", exact=True)
    expect(thread).to_contain_text("Automatic reply")
    expect(thread).to_contain_text("You paid 12.50 once.")

    page.get_by_role("button", name="Talk to a person").click()

    expect(thread).to_contain_text("A person takes over from here.")
    expect(thread).to_contain_text("You paid 12.50 once.")
    expect(page.get_by_role("button", name="Talk to a person")).to_have_count(0)
    expect(page.locator("#verdict")).to_be_focused()
    page.get_by_label("Write back").fill(CHARGED_TWICE)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("An agent gets this suggestion")).to_be_visible()
    expect(thread.get_by_text("Automatic reply")).to_have_count(1)


def test_an_edited_fact_changes_the_reply(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, CHARGED_TWICE)
    expect(page.locator(".thread")).to_contain_text("You paid 12.50 once.")

    page.get_by_label("Payment type").select_option("cash")
    page.get_by_role("button", name="Ask again with these facts").click()

    expect(page.locator(".why")).to_contain_text("You paid in cash.")
    expect(page.locator(".why")).to_contain_text("payment type: cash")
    expect(page.locator(".thread")).not_to_contain_text("You paid 12.50 once.")


def test_enter_in_a_fact_asks_again(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, CHARGED_TWICE)
    expect(page.locator(".thread")).to_contain_text("You paid 12.50 once.")

    page.get_by_label("Order cost").fill("99.00")
    page.get_by_label("Order cost").press("Enter")

    expect(page.locator(".thread")).to_contain_text("You paid 99 once.")
    expect(page.get_by_label("Order cost")).to_be_focused()


def test_a_bad_fact_is_explained_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Order cost").fill("12,50")
    ask(page, CHARGED_TWICE)

    cost = page.get_by_label("Order cost")
    expect(cost).to_be_focused()
    expect(cost).to_have_value("12,50")
    expect(cost).to_have_accessible_description(re.compile("“12,50” is not a number"))
    expect(page.get_by_label("Your message")).to_have_value(CHARGED_TWICE)

    cost.fill("14.20")
    page.get_by_role("button", name="Send").click()

    expect(page.locator(".thread")).to_contain_text("You paid 14.20 once.")


def test_everything_can_be_done_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()

    page.keyboard.type(CHARGED_TWICE)
    page.keyboard.press("Control+Enter")

    expect(page.locator(".thread")).to_contain_text("Automatic reply")
    expect(page.get_by_label("Write back")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Talk to a person")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_contain_text("A person takes over from here.")


def test_the_outcome_is_announced_to_screen_readers(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, CHARGED_TWICE)

    status = page.locator("#announcer")
    expect(status).to_have_text("Answered automatically. You paid 12.50 once.")
    expect(status).to_have_attribute("role", "status")


def test_a_sample_message_is_one_click(open_page: OpenPage) -> None:
    page = open_page()

    page.get_by_role("button", name=ACCIDENT).click()

    expect(page.get_by_role("heading", name="Straight to the expert line")).to_be_visible()


def test_an_explanation_in_the_head_opens_and_closes(open_page: OpenPage) -> None:
    page = open_page()
    explanation = page.get_by_text("test messages that it had never seen")

    page.get_by_text("answered by itself").click()
    expect(explanation).to_be_visible()
    page.keyboard.press("Escape")

    expect(explanation).to_be_hidden()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")])
@pytest.mark.parametrize("message", [CHARGED_TWICE, ACCIDENT, f"{LOST_ITEM} {'x' * 300}"])
def test_every_text_is_readable_and_fits(
    open_page: OpenPage, viewport: object, scheme: str, message: str
) -> None:
    page = open_page(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    ask(page, message)
    page.locator("#verdict").wait_for()
    for details in page.locator("main details").all():
        details.evaluate("details => { details.open = true; }")

    width, wanted = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
    assert wanted <= width
    assert page.evaluate(FAINT_TEXTS) == []


# Every visible text against the nearest background below it, as WCAG 2.2 computes contrast.
FAINT_TEXTS = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const background = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [a, b] = [parse(getComputedStyle(element).color), background(element)].map(luminance);
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} ${walker.currentNode.data.trim()}`);
  }
  return faint;
}"""


def test_dark_mode_is_dark(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 22, 19)"


def test_the_page_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    ask(page, CHARGED_TWICE)
    expect(page.locator(".thread")).to_contain_text("You paid 12.50 once.")

    page.get_by_label("Payment type").select_option("cash")
    page.get_by_role("button", name="Ask again with these facts").click()
    expect(page.locator(".why")).to_contain_text("You paid in cash.")

    page.get_by_label("Payment type").select_option("card")
    page.get_by_role("button", name="Ask again with these facts").click()
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".thread")).to_contain_text("A person takes over from here.")


def test_a_silent_server_is_told_and_the_message_stays(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/playground/answer", lambda route: route.fulfill(status=204))

    ask(page, CHARGED_TWICE)

    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    expect(page.get_by_label("Your message")).to_have_value(CHARGED_TWICE)
