"""A specialist lists a word, sees its effect, a publisher publishes, and a person answers."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.people import People
from tests.builders import CARD_FACTS, CHARGED_TWICE
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser
OTHERS = 60  # so many that one reply less is within the loss that the service accepts
THREAT = f"{CHARGED_TWICE}, my lawyer knows"


def test_r17_a_word_sends_the_next_customer_to_a_person_once_its_effect_was_seen(
    workplace: Workplace, people: People
) -> None:
    others = [workplace.ask(CHARGED_TWICE, CARD_FACTS) for _ in range(OTHERS)]
    assert {answer["kind"] for answer in others} == {"auto_reply"}
    before = workplace.ask(THREAT, CARD_FACTS)
    assert before["kind"] == "auto_reply"

    specialist = people.sign_in(Role.SPECIALIST)
    specialist.goto(workplace.page("triggers/"))
    specialist.get_by_role("link", name="New trigger").click()
    specialist.get_by_label("Id").fill("legal")
    specialist.get_by_label("Name").fill("Legal threat")
    specialist.get_by_label("Words in “en”, one a line").fill("lawyer*\nsee you in court")
    specialist.get_by_role("button", name="Count").click()
    expect(specialist.locator("#past tbody tr").first).to_have_text(re.compile(r"7\s*61\s*1\s*1"))
    specialist.get_by_role("button", name="Save in the draft").click()
    specialist.get_by_role("link", name=re.compile("^Draft")).click()
    expect(specialist.get_by_text("1 of 61 inquiries would have been treated")).to_be_visible()

    publisher = people.sign_in(Role.PUBLISHER)
    publisher.goto(workplace.page("publish/"))
    publisher.get_by_role("button", name="Publish", exact=True).click()
    expect(publisher.get_by_text("is live.")).to_be_visible()
    answer = workplace.ask_until(THREAT, CARD_FACTS, lambda a: a["release"] != before["release"])
    assert (answer["kind"], answer["reason"]) == ("escalation", "triggered")

    carla = people.visit("../chat")
    carla.get_by_label("Your message").fill(THREAT)
    carla.get_by_role("button", name="Send").click()
    expect(carla.get_by_role("log").get_by_text("A person will answer you.")).to_be_visible()
    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name=THREAT).click()
    expect(ben.get_by_text("Words or facts that people answer").first).to_be_visible()
    expect(ben.get_by_text("Legal threat").first).to_be_visible()
