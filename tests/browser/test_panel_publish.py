"""A specialist changes a rule, a publisher publishes, a customer gets the new answer, and back."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.people import People
from tests.builders import CARD_FACTS, CHARGED_TWICE, carla, with_template
from tests.workplaces import Workplace, run_whole

from firstline.domain.templates import TemplateId
from firstline.inference.encoders import Encoder
from firstline.learning.recalibration import with_content, write_edited
from firstline.learning.training import Trained
from firstline.panel.accounts.roles import Role
from firstline.release.store import ReleaseStore

pytestmark = pytest.mark.browser
NARROW = 'payment_type is "card" and order_cost > 100'
WIDE = 'payment_type is "card" and order_cost > 0'


@pytest.fixture
def workplace(tiny_training: Trained, encoder: Encoder, tmp_path: Path) -> Iterator[Workplace]:
    """A shop whose rule is so narrow that people answer what could be answered at once."""
    folder = tmp_path / "shop"
    store = folder / "releases"
    store.mkdir(parents=True)
    live, evidence = tiny_training.release, tiny_training.evidence
    narrow = replace(live.service.template(TemplateId("paid_once")), rule=NARROW)
    edited = with_content(live, with_template(live.service, narrow), evidence)
    digest = write_edited(edited, [carla()], evidence, encoder=encoder, root=store)
    ReleaseStore(store).publish(digest, at=datetime.now(UTC))
    with run_whole(folder, tmp_path / "panel") as workplace:
        yield workplace


def test_r17_the_effect_of_a_rule_is_seen_before_it_reaches_customers_and_it_comes_back(
    workplace: Workplace, people: People
) -> None:
    asked = [workplace.ask(CHARGED_TWICE, CARD_FACTS) for _ in range(3)]
    assert {answer["kind"] for answer in asked} != {"auto_reply"}
    before = asked[0]["release"]

    specialist = people.sign_in(Role.SPECIALIST)
    specialist.goto(workplace.page("templates/paid_once/"))
    specialist.get_by_label("As text").fill(WIDE)
    specialist.get_by_role("button", name="Save in the draft").click()
    specialist.get_by_role("link", name=re.compile("^Draft")).click()
    expect(specialist.get_by_text("additionally sent")).to_be_visible()
    expect(specialist.get_by_text("3 of 3 inquiries would have been treated")).to_be_visible()
    expect(specialist.get_by_text("A publisher or an owner of this service")).to_be_visible()
    expect(specialist.get_by_role("button", name="Publish", exact=True)).to_have_count(0)

    publisher = people.sign_in(Role.PUBLISHER)
    publisher.goto(workplace.page("publish/"))
    publisher.get_by_label("Release note").fill("Answer every charge by card")
    publisher.get_by_role("button", name="Publish", exact=True).click()
    expect(publisher.get_by_text("is live.")).to_be_visible()

    answer = workplace.ask_until(CHARGED_TWICE, CARD_FACTS, lambda a: a["release"] != before)
    assert answer["kind"] == "auto_reply"
    assert answer["reply"]["text"] == "You paid 12.50 once."

    expect(publisher.get_by_text("Answer every charge by card")).to_be_visible()
    publisher.get_by_role("button", name="Roll back to version 1").click()
    expect(publisher.get_by_text("is live again.")).to_be_visible()

    back = workplace.ask_until(CHARGED_TWICE, CARD_FACTS, lambda a: a["release"] == before)
    assert back["kind"] == asked[0]["kind"]


def test_a_specialist_who_sends_the_publishers_form_is_refused(
    workplace: Workplace, people: People
) -> None:
    people.troubles.expected.add(403)
    specialist = people.sign_in(Role.SPECIALIST)
    specialist.goto(workplace.page("publish/"))
    status = specialist.evaluate(
        """async (address) => {
            const form = new URLSearchParams({mark: "of-any-state"});
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            form.set("csrfmiddlewaretoken", token);
            return (await fetch(address, {method: "POST", body: form})).status;
        }""",
        workplace.page("publish/live/"),
    )

    assert status == 403
