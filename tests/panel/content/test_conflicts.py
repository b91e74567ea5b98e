"""Two people edit one template; the later one is shown both sides, and nothing is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.panel.content.conftest import EDITOR, form_of

from firstline.panel.accounts.roles import Role
from firstline.panel.content.conflicts import with_theirs
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.merging import merged
from firstline.panel.services.models import HostedService


@pytest.fixture
def olga(as_: Callable[[Role], Client]) -> Client:
    """Olga, who owns the service and edits at the same time as Ada."""
    return as_(Role.OWNER)


def test_changes_of_different_fields_are_put_together(
    ada: Client, olga: Client, shop: HostedService
) -> None:
    mine = form_of(ada.get(EDITOR), text__en="You paid once, {{ order_cost }} in all.")
    olga.post(EDITOR, form_of(olga.get(EDITOR), rule="order_cost > 5"))
    answer = ada.post(EDITOR, mine)
    assert answer.status_code == 409
    together = form_of(answer)
    assert together["rule"] == "order_cost > 5"
    assert together["text-en"] == "You paid once, {{ order_cost }} in all."
    assert ada.post(EDITOR, together).status_code == 302
    template = edited_content(shop).service.template("paid_once")  # type: ignore[arg-type]
    assert template.rule == "order_cost > 5"
    assert "in all" in template.texts["en"]  # type: ignore[index]


def test_what_both_changed_is_named_and_shown_from_both_sides(ada: Client, olga: Client) -> None:
    mine = form_of(ada.get(EDITOR), rule="order_cost > 10")
    olga.post(EDITOR, form_of(olga.get(EDITOR), rule="order_cost > 5"))
    answer = ada.post(EDITOR, mine)
    conflict = answer.context["conflict"]
    assert conflict.clashes == ["rule"]
    assert conflict.by == "Owner"
    words = answer.content.decode()
    assert "order_cost &gt; 5" in words
    assert "order_cost &gt; 10" in words
    assert form_of(answer)["rule"] == "order_cost > 10"


def test_theirs_is_taken_field_by_field_without_a_script(
    ada: Client, olga: Client, shop: HostedService
) -> None:
    mine = form_of(ada.get(EDITOR), text__en="Mine, paid once.", rule="order_cost > 10")
    theirs = form_of(olga.get(EDITOR), text__en="Theirs, paid once.", rule="order_cost > 5")
    olga.post(EDITOR, theirs)
    shown = ada.post(EDITOR, mine)
    words = shown.content.decode()
    assert "has your version, with theirs beside it" in words
    assert "rule, text in “en”" in words
    assert 'value="theirs:texts.en"' in words

    again = form_of(shown, do="theirs:texts.en", base=shown.context["conflict"].base_mark)
    answer = ada.post(EDITOR, again)
    assert answer.context["conflict"].clashes == ["rule"]
    assert form_of(answer)["text-en"] == "Theirs, paid once."
    assert form_of(answer)["rule"] == "order_cost > 10"

    assert ada.post(EDITOR, form_of(answer)).status_code == 302
    saved = edited_content(shop).service.template("paid_once")  # type: ignore[arg-type]
    assert (saved.rule, saved.texts["en"]) == ("order_cost > 10", "Theirs, paid once.")  # type: ignore[index]


def test_a_rule_of_theirs_is_taken_into_the_builder_too(ada: Client, olga: Client) -> None:
    mine = form_of(ada.get(EDITOR), rule="order_cost > 10")
    olga.post(EDITOR, form_of(olga.get(EDITOR), rule="order_cost > 5"))
    shown = ada.post(EDITOR, mine)
    again = form_of(shown, do="theirs:rule", base=shown.context["conflict"].base_mark)
    answer = ada.post(EDITOR, again)
    assert answer.context["editor"].rule.text == "order_cost > 5"
    assert answer.context["conflict"].clashes == []


def test_a_field_that_they_emptied_is_empty_again() -> None:
    mine = {"rule": "always", "equivalents": ["a"], "texts": {"en": "b", "ru": "c"}}
    theirs = {"rule": "always", "texts": {"en": "b"}}
    assert "equivalents" not in with_theirs(mine, theirs, "equivalents")
    assert with_theirs(mine, theirs, "texts.ru")["texts"] == {"en": "b"}


def test_somebody_may_have_removed_it(ada: Client, olga: Client) -> None:
    mine = form_of(ada.get(EDITOR), rule="order_cost > 10")
    olga.post(f"{EDITOR}remove/", {"seen": olga.get(f"{EDITOR}remove/").context["seen"]})
    answer = ada.post(EDITOR, mine)
    assert answer.status_code == 409
    assert "It was removed" in answer.content.decode()
    assert ada.post(EDITOR, form_of(answer)).status_code == 302
    assert ada.get(EDITOR).status_code == 200


def test_a_template_that_was_edited_meanwhile_is_not_retired(ada: Client, olga: Client) -> None:
    seen = ada.get(f"{EDITOR}remove/").context["seen"]
    olga.post(EDITOR, form_of(olga.get(EDITOR), rule="order_cost > 5"))
    assert ada.post(f"{EDITOR}remove/", {"seen": seen}).status_code == 409
    assert ada.get(EDITOR).status_code == 200


def test_texts_are_put_together_language_by_language() -> None:
    base = {"texts": {"en": "a", "ru": "а"}, "rule": "always"}
    mine = {"texts": {"en": "b", "ru": "а"}, "rule": "always"}
    theirs = {"texts": {"en": "a", "ru": "б", "ja": "あ"}, "rule": "x is 1"}
    together, clashes = merged(base, mine, theirs)
    assert together == {"texts": {"en": "b", "ru": "б", "ja": "あ"}, "rule": "x is 1"}
    assert clashes == []
