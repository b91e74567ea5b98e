"""An owner connects an order system; replies hold its facts, and an agent updates them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.crawl import violations
from tests.browser.people import People
from tests.builders import CHARGED_TWICE
from tests.order_system import CLIENT, CLIENT_SECRET, OrderSystem, running_order_system
from tests.workplaces import Workplace, run_shop

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """A shop whose operator lets it ask servers of this machine."""
    allowed = {"FIRSTLINE_PANEL_ALLOWED_NETWORKS": "127.0.0.0/8"}
    parent = tmp_path_factory.mktemp("connected")
    with run_shop(tiny_release_store, parent, **allowed) as workplace:
        yield workplace


@pytest.fixture
def orders() -> Iterator[OrderSystem]:
    """An order system in which Carla, of the example, paid another price."""
    with running_order_system() as system:
        system.orders["carla"] = {"payment": {"type": "CC"}, "total": 9950}
        yield system


def connect(olga: Page, workplace: Workplace, orders: OrderSystem) -> None:
    olga.goto(workplace.page("customer-data/"))
    olga.get_by_label("Look facts up").check()
    olga.get_by_label("Address", exact=True).fill(orders.base_url)
    olga.get_by_label("Path", exact=True).fill("/customers/{customer_id}/order")
    olga.get_by_label("How it knows who asks").select_option("OAuth 2, client credentials")
    olga.get_by_label("Address for tokens").fill(f"{orders.base_url}/token")
    olga.get_by_label("Client", exact=True).fill(CLIENT)
    olga.get_by_label("Secret").fill(CLIENT_SECRET)
    olga.get_by_label("Place of payment_type").fill("payment.type")
    olga.get_by_label("Words for values of payment_type").fill("CC=card")
    olga.get_by_label("Place of order_cost").fill("total")
    olga.get_by_label("Conversion of order_cost").select_option("hundredths")
    olga.get_by_label("Agents may update order_cost").check()
    olga.get_by_role("button", name="Save").click()


def test_the_form_shows_what_applies_to_the_kind_of_system(
    workplace: Workplace, people: People
) -> None:
    olga = people.sign_in(Role.OWNER)
    olga.goto(workplace.page("customer-data/"))
    expect(olga.get_by_label("Path", exact=True)).to_be_visible()
    expect(olga.get_by_label("SELECT", exact=True)).to_be_hidden()
    expect(olga.get_by_label("Address for tokens")).to_be_hidden()

    olga.get_by_label("Kind").select_option("Database (SQL)")
    expect(olga.get_by_label("SELECT", exact=True)).to_be_visible()
    expect(olga.get_by_label("Path", exact=True)).to_be_hidden()


def test_what_another_system_says_decides_and_stands_beside_the_conversation(
    workplace: Workplace, people: People, orders: OrderSystem
) -> None:
    olga = people.sign_in(Role.OWNER)
    connect(olga, workplace, orders)
    olga.get_by_label("Customer", exact=True).fill("carla")
    olga.get_by_role("button", name="Look up").click()
    expect(olga.get_by_text("99.50", exact=True)).to_be_visible()
    wrong = list(violations(olga))

    carla = people.visit("../chat?customer=carla")
    carla.get_by_label("Your message").fill(CHARGED_TWICE)
    carla.get_by_label("Your message").press("Enter")
    expect(carla.get_by_role("log").get_by_text("You paid 99.50 once.")).to_be_visible()
    carla.get_by_role("log").get_by_role("button", name="Talk to a person").click()

    ben = people.sign_in(Role.AGENT)
    ben.goto(workplace.page("inbox/"))
    ben.get_by_role("link", name=CHARGED_TWICE).click()
    price = ben.get_by_label("New value of order_cost")
    expect(price).to_have_value("99.50")
    price.fill("12.00")
    ben.get_by_role("button", name="Update order_cost").click()
    expect(ben.get_by_label("New value of order_cost")).to_have_value("12.00")
    assert orders.orders["carla"]["total"] == 1200
    orders.orders["carla"]["total"] = 1300
    ben.get_by_role("button", name="Refresh").click()
    expect(ben.get_by_label("New value of order_cost")).to_have_value("13.00")

    olga.get_by_role("link", name="Who looked at what").click()
    expect(olga.get_by_role("cell", name="carla").first).to_be_visible()
    assert not (wrong := [*wrong, *violations(olga)]), "\n".join(wrong)
