"""The tutorial of the panel, followed in a browser; `make pictures` takes its pictures on rides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.people import People
from tests.browser.tutorials import RIDES, WINDOW, Picture, run_example
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the specialist of the tutorial changes."""

    template: str
    rule: str
    says: str
    """Part of the sentence that the editor then shows."""
    search: str
    topic: str


STORY = (
    Story(
        template="lost_item_report",
        rule='order_status is "completed" and lost_item_status is "none" and '
        "lost_item_open_until is present and trip_ended_at less than 1 day ago",
        says="less than 1 day before",
        search="lost",
        topic="lost_item",
    )
    if RIDES
    else Story(
        template="paid_once",
        rule='payment_type is "card" and order_cost > 1',
        says="order cost is more than 1",
        search="paid",
        topic="charged_twice",
    )
)


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    with run_example(tiny_release_store, tmp_path_factory.mktemp("tutorial")) as workplace:
        yield workplace


def test_a_rule_on_its_way_to_customers(
    workplace: Workplace, people: People, picture: Picture
) -> None:
    sana = people.sign_in(Role.SPECIALIST, **WINDOW)
    sana.goto(workplace.page(f"templates/?q={STORY.search}"))
    picture(sana, "panel-templates")
    sana.get_by_role("link", name=STORY.template, exact=True).click()
    sana.get_by_label("As text").fill(STORY.rule)
    expect(sana.get_by_text(STORY.says)).to_be_visible()
    picture(sana, "panel-rule", at="section:has(#rule-title)")
    sana.get_by_role("button", name="Save in the draft").click()
    sana.get_by_role("link", name=re.compile("^Draft")).click()
    expect(sana.get_by_role("heading", name="Checks")).to_be_visible()
    expect(sana.get_by_role("heading", name="Publish")).to_be_visible()
    picture(sana, "panel-draft")

    pavel = people.sign_in(Role.PUBLISHER, **WINDOW)
    pavel.goto(workplace.page("publish/"))
    pavel.get_by_label("Release note").fill("Follow the new rule of the lost property office")
    picture(pavel, "panel-publish", at="section:has(#promises)")
    pavel.get_by_role("button", name="Publish", exact=True).click()
    expect(pavel.get_by_text("is live.")).to_be_visible()
    picture(pavel, "panel-versions")
    pavel.get_by_role("button", name="Roll back to version 1").click()
    expect(pavel.get_by_text("is live again.")).to_be_visible()


def test_what_else_there_is_to_see(workplace: Workplace, people: People, picture: Picture) -> None:
    olga = people.sign_in(Role.OWNER, **WINDOW)
    for path, heading, name in (
        ("topics/", "Topics", "topics"),
        ("models/", "Models", "models"),
        ("annotate/", "Annotate", "annotate"),
        ("people/", "People", "people"),
        ("audit/", "Audit log", "audit"),
    ):
        olga.goto(workplace.page(path))
        expect(olga.get_by_role("heading", name=heading, level=1)).to_be_visible()
        picture(olga, f"panel-{name}")
    olga.goto(workplace.page(f"topics/one/{STORY.topic}/"))
    expect(olga.get_by_role("heading", level=1)).to_be_visible()
    picture(olga, "panel-ladder")
