"""Nobody is kept out of the panel: axe finds nothing on any page, light, dark or narrow."""

import pytest
from playwright.sync_api import expect
from tests.browser.crawl import crawl
from tests.browser.people import People
from tests.builders import CARD_FACTS
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_on_any_page(workplace: Workplace, people: People) -> None:
    workplace.ask("I was charged twice", CARD_FACTS)
    page = people.sign_in(Role.OWNER)
    page.goto(workplace.page("templates/paid_once/"))
    page.get_by_label("As text").fill("order_cost > 1")
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.goto(workplace.page("publish/"))
    visits = [*crawl(page), *crawl(people.visit("sign-in/"))]
    wrong = [f"{one.view}: {violation}" for one in visits for violation in one.violations]
    assert not wrong, "\n".join(wrong)
    assert {"publish", "templates-one", "models-one", "audit-one", "sign-in", "reset"} <= {
        one.view for one in visits
    }
