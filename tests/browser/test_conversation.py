"""A customer and an agent in two windows, from the first message to the agent's answer."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.crawl import violations
from tests.browser.people import People
from tests.builders import CHARGED_TWICE
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser
ATTACK = "No! <img src=x onerror=document.title='broken'> look again"


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_label("Your message")).to_have_value("")


def test_a_customer_reaches_an_agent_without_repeating_anything(
    workplace: Workplace, people: People
) -> None:
    carla = people.visit("../chat")
    write(carla, CHARGED_TWICE)
    thread = carla.get_by_role("log")
    expect(thread.get_by_text("Automatic reply")).to_be_visible()
    expect(thread.get_by_text("You paid 12.50 once.")).to_be_visible()
    carla.get_by_role("button", name="No", exact=True).click()
    expect(carla.get_by_role("button", name="No", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    carla.get_by_role("button", name="Talk to a person").click()
    expect(thread.get_by_text("as soon as somebody is free")).to_be_visible()
    expect(carla.get_by_role("button", name="Talk to a person")).to_be_hidden()
    carla.get_by_label("What was wrong?").fill("It is there twice.")
    carla.get_by_role("button", name="Tell us").click()

    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name=CHARGED_TWICE).click()
    expect(ben.get_by_text("The customer asked for a person").first).to_be_visible()
    expect(ben.get_by_text("You paid 12.50 once.").first).to_be_visible()
    expect(ben.get_by_text("It is there twice.")).to_be_visible()
    ben.get_by_role("button", name="Take it").click()
    expect(carla.get_by_text("A person is with you.")).to_be_visible()

    write(carla, ATTACK)  # the agent's page shows it by itself, as text
    expect(ben.get_by_text(ATTACK)).to_be_visible()
    ben.get_by_label("Reply to the customer").fill("I have refunded it.")
    ben.get_by_role("button", name="Send", exact=True).click()
    expect(thread.get_by_text("I have refunded it.")).to_be_visible()
    expect(thread.get_by_text("Aiko Agent")).to_be_visible()

    carla.reload()  # the token in the browser brings everything back
    expect(thread.get_by_text("I have refunded it.")).to_be_visible()
    expect(thread.get_by_role("listitem")).to_have_count(5)
    assert carla.title().startswith("Chat")
    ben.get_by_role("button", name="Resolve", exact=True).click()
    expect(carla.get_by_text("This conversation is resolved")).to_be_visible()


def test_a_suggestion_is_edited_and_sent(workplace: Workplace, people: People) -> None:
    carla = people.visit("../chat")
    write(carla, CHARGED_TWICE)
    write(carla, "I paid the same trip twice, look at my bank")
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name="look at my bank").click()
    ben.get_by_role("link", name=re.compile("Edit paid_once")).click()
    box = ben.get_by_label("Reply to the customer")
    expect(box).to_have_value("You paid 12.50 once.")
    box.fill("You paid 12.50 once. Here is the receipt.")
    ben.get_by_role("button", name="Send", exact=True).click()
    expect(carla.get_by_text("Here is the receipt.")).to_be_visible()


def test_axe_finds_nothing_on_either_side(workplace: Workplace, people: People) -> None:
    carla = people.visit("../chat?customer=")
    write(carla, CHARGED_TWICE)
    write(carla, "I paid the same trip twice, says my " + "very long word " * 10 + "b" * 80)
    expect(carla.get_by_text("You are waiting for a person.")).to_be_visible()
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    listed = list(violations(ben))
    ben.get_by_role("link", name="says my very long").click()
    expect(ben.get_by_label("Reply to the customer")).to_be_visible()
    ben.get_by_role("button", name="Private note").click()
    ben.get_by_label("Private note").fill("Asked the bank.")
    ben.get_by_role("button", name="Keep the note").click()
    expect(ben.get_by_text("Asked the bank.")).to_be_visible()

    wrong = [*violations(carla), *listed, *violations(ben)]
    assert not wrong, "\n".join(wrong)
