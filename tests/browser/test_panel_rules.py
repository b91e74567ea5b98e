"""A specialist builds a rule, completes a placeholder, tries both and saves, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser
EDITOR = "templates/paid_once/"
WHOLE = 'payment_type is "card" and order_cost > 0 and trips >= 3'


@pytest.fixture
def editor(workplace: Workplace, people: People) -> Page:
    page = people.sign_in(Role.SPECIALIST)
    page.goto(workplace.page(EDITOR))
    return page


def test_what_is_built_stands_in_the_text_and_what_is_written_in_the_builder(editor: Page) -> None:
    editor.get_by_role("button", name="Add condition").click()
    added = editor.get_by_role("group", name="Condition 3")
    expect(added.get_by_text("choose a fact", exact=True)).to_be_visible()
    added.get_by_label("Fact").select_option("trips")
    added.get_by_label("What to ask of it").select_option(">=")
    added.get_by_label("Value").fill("3")
    added.get_by_label("Value").press("Tab")
    expect(editor.get_by_label("As text")).to_have_value(WHOLE)
    expect(editor.get_by_text("trips is at least 3.")).to_be_visible()

    editor.get_by_label("As text").fill('is_business is true or options contains "pet"')
    expect(editor.get_by_label("What must hold")).to_have_value("any")
    expect(added).to_have_count(0)
    expect(editor.get_by_role("group", name="Condition 2").get_by_label("Value")).to_have_value(
        "pet"
    )


def test_conditions_are_moved_copied_and_removed_by_keyboard(editor: Page) -> None:
    first = editor.get_by_role("group", name="Condition 1")
    first.get_by_role("button", name="Move down").focus()
    editor.keyboard.press("Enter")
    text = editor.get_by_label("As text")
    expect(text).to_have_value('order_cost > 0 and payment_type is "card"')
    first.get_by_role("button", name="Duplicate").press("Enter")
    expect(text).to_have_value('order_cost > 0 and order_cost > 0 and payment_type is "card"')
    first.get_by_role("button", name="Remove").press("Enter")
    expect(text).to_have_value('order_cost > 0 and payment_type is "card"')


def test_a_wrong_text_is_drawn_with_its_place_and_lost_nowhere(editor: Page) -> None:
    editor.get_by_label("As text").fill("order_cost >")
    expect(editor.get_by_text("the rule ends here")).to_be_visible()
    expect(editor.get_by_text("The builder returns")).to_be_visible()
    editor.get_by_role("button", name="Save in the draft").click()
    expect(editor.get_by_text("cannot be published before its problems")).to_be_visible()
    expect(editor.get_by_label("As text")).to_have_value("order_cost >")
    editor.get_by_role("button", name="Undo this edit").click()
    expect(editor.get_by_text("The edit is undone")).to_be_visible()


def test_a_placeholder_is_completed_by_keyboard_and_previewed(editor: Page) -> None:
    text = editor.get_by_label("Text in “en”")
    text.press("Control+End")
    text.press_sequentially(" Thank you, {{ driv")
    expect(editor.locator("#completions", has_text="driver_name")).to_be_visible()
    text.press("Enter")
    expect(text).to_have_value(re.compile(r"\{\{ driver_name \}\}$"))
    expect(editor.locator(".preview mark", has_text="Dan")).to_be_visible()


def test_the_form_is_tried_as_it_stands(editor: Page) -> None:
    editor.get_by_label("As text").fill("order_cost > 500")
    editor.get_by_role("button", name="Try", exact=True).click()
    expect(editor.get_by_text("The decision, with the draft")).to_be_visible()
    expect(editor.locator(".clause.no", has_text="order_cost > 500")).to_be_visible()


def test_proofs_come_after_the_page_and_follow_the_rule(editor: Page) -> None:
    proofs = editor.get_by_role("region", name="Proofs")
    expect(proofs.get_by_text("no template fits some order")).to_be_visible()
    editor.get_by_label("As text").fill("order_cost > 5 and order_cost < 3")
    expect(proofs.get_by_text("The rule contradicts itself")).to_be_visible()


def test_the_text_alone_works_without_javascript(workplace: Workplace, people: People) -> None:
    page = people.sign_in(Role.SPECIALIST, java_script_enabled=False)
    page.goto(workplace.page("templates/paid_in_cash/"))
    expect(page.locator("#rule-builder")).to_be_hidden()
    page.get_by_label("As text").fill('payment_type is "cash" and trips > 1')
    page.get_by_role("button", name="Add an example").click()
    expect(page.get_by_role("group", name="Example 1")).to_be_visible()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("Saved in the draft.")).to_be_visible()
    expect(page.get_by_label("As text")).to_have_value('payment_type is "cash" and trips > 1')
