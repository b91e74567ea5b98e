"""The builder and the text of a rule say the same; the server converts either."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from tests.panel.content.conftest import EDITOR, form_of

from firstline.domain.facts import FactSchema
from firstline.domain.traces import Join
from firstline.panel.content.builder import Change, Group, Row, Written, changed, made, shown
from firstline.panel.content.builder.forms import fields_of, read
from firstline.panel.content.drafts import edited_content
from firstline.panel.services.models import HostedService
from firstline.rules import format_rule, parse

RULE = "/s/shop/template-rule/"


@pytest.fixture
def schema(shop: HostedService) -> FactSchema:
    return edited_content(shop).service.schema


def built(source: str, schema: FactSchema) -> Group:
    group = shown(parse(source), schema)
    assert group is not None
    return group


def posted(group: Group, **more: str) -> dict[str, Any]:
    data: dict[str, Any] = {"rule_view": "builder", "rule": "always", **more}
    for name, value in fields_of(group):
        data.setdefault(name, []).append(value)
    return data


def test_a_rule_is_laid_out_in_rows_and_groups(schema: FactSchema) -> None:
    source = 'payment_type in ["card"] and (order_cost > 5 or not (trips < 3 or trips > 9))'
    assert built(source, schema) == Group(
        parts=(
            Row(subject="payment_type", operator="in", values=("card",)),
            Group(
                join=Join.ANY,
                parts=(
                    Row(subject="order_cost", operator=">", values=("5",)),
                    Group(
                        join=Join.NONE,
                        parts=(
                            Row(subject="trips", operator="<", values=("3",)),
                            Row(subject="trips", operator=">", values=("9",)),
                        ),
                    ),
                ),
            ),
        )
    )


def test_what_no_row_can_say_stays_in_words_of_the_language(schema: FactSchema) -> None:
    group = built('order_cost * 2 > trips and driver_name is "Dan"', schema)
    assert group.parts[0] == Written(text="order_cost * 2 > trips")


def test_groups_nested_deeper_than_three_are_left_to_the_text(schema: FactSchema) -> None:
    deep = "trips is 1 and (trips is 2 or trips is 3 and (trips is 4 or trips is 5 and trips is 6))"
    assert shown(parse(deep), schema) is None


def test_the_builder_changes_the_text_and_the_sentence(ada: Client, schema: FactSchema) -> None:
    group = built('payment_type is "card" and order_cost > 5', schema)
    answer = ada.post(RULE, posted(group, change="remove", at="0.1")).content.decode()
    assert "payment_type is &quot;card&quot;</textarea>" in answer
    assert "Sent when payment type is" in answer


def test_the_text_changes_the_builder_and_is_left_alone_itself(ada: Client) -> None:
    answer = ada.post(RULE, {"rule": "order_cost > 5", "rule_view": "text"}).content.decode()
    assert 'value="order_cost" selected' in answer
    assert "<textarea" not in answer


def test_a_wrong_text_is_drawn_with_its_place(ada: Client) -> None:
    answer = ada.post(RULE, {"rule": "order_cost >", "rule_view": "text"}).content.decode()
    assert "order_cost &gt;\n                ^" in answer
    assert "The builder returns" in answer


def test_a_condition_that_is_not_filled_in_says_so_and_leaves_the_text(ada: Client) -> None:
    answer = ada.post(RULE, posted(Group(), change="add-row", at="0")).content.decode()
    assert "choose a fact" in answer
    assert "The text follows" in answer
    assert ">always</textarea>" in answer


def test_examples_are_judged_anew_and_unknown_while_the_rule_cannot_be_read(ada: Client) -> None:
    example = {
        "template": "paid_once",
        "example": ["new1"],
        "example-new1-gets_it": "yes",
        "example-new1-facts": ["order_cost"],
        "example-new1-fact-order_cost": "12.50",
    }

    def verdict(rule: str) -> str:
        form = form_of(ada.get(EDITOR), rule=rule, **example)
        words = ada.post(RULE, form).content.decode()
        return words[words.index('id="example-new1-verdict"') :]

    assert "✓" in verdict("order_cost > 5")
    assert "✗" in verdict("order_cost > 50")
    assert "unknown" in verdict("order_cost >")
    assert "✓" not in verdict("order_cost >")


@pytest.mark.parametrize("operator", [">", "between", "in"])
def test_a_word_in_the_place_of_a_number_is_named(ada: Client, operator: str) -> None:
    row = Row(subject="order_cost", operator=operator, values=("abc",))
    answer = ada.post(RULE, posted(Group(parts=(row,)))).content.decode()
    assert "“abc” is no number; write one such as 12.50" in answer


def test_choosing_another_fact_drops_what_that_one_cannot_have(ada: Client) -> None:
    row = Row(subject="is_business", operator=">", values=("12.50",))
    answer = ada.post(RULE, posted(Group(parts=(row,)))).content.decode()
    assert 'value="is" selected' in answer
    assert "12.50" not in answer


def test_a_builder_that_was_edited_last_is_what_is_saved(
    ada: Client, shop: HostedService, schema: FactSchema
) -> None:
    group = built("order_cost between 1 and 9", schema)
    ada.post(EDITOR, form_of(ada.get(EDITOR)) | posted(group))
    assert edited_content(shop).service.template("paid_once").rule == "order_cost between 1 and 9"  # type: ignore[arg-type]


def test_a_builder_that_is_not_filled_in_is_not_saved_and_not_lost(ada: Client) -> None:
    group = Group(parts=(Row(subject="order_cost", operator=">"),))
    answer = ada.post(EDITOR, form_of(ada.get(EDITOR)) | posted(group))
    assert answer.status_code == 422
    assert answer.context["editor"].rule.group == group
    assert "fill in a value" in answer.content.decode()


@pytest.mark.parametrize("part", ["0:row", "0.1:row", "x", "0:group:0", "0.1.1.1.1:row"])
def test_a_form_that_no_page_sends_gets_a_clear_answer(ada: Client, part: str) -> None:
    answer = ada.post(RULE, {"rule_view": "builder", "build-part": [part]})
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()


ROWS = [
    'payment_type is "card"',
    'payment_type in ["card", "cash"]',
    'driver_name in ["Dan", "Eve"]',
    'driver_name does not start with "D"',
    "is_business is true",
    "order_cost not between 1.50 and 20",
    "trips is missing",
    "trips is present",
    "member_since >= 2026-01-31",
    "pickup_at at most 2 hours ago",
    "pickup_at not within 30 minutes of received_at",
    "pickup_at < 2026-03-01T09:30:00+00:00",
    'options contains "pet"',
    "order_cost > trips",
    "order_cost * 2 > trips",
    "received_at more than 1 day after pickup_at",
]


@pytest.mark.parametrize("source", ROWS)
def test_a_browser_sends_back_what_the_page_shows(
    ada: Client, schema: FactSchema, source: str
) -> None:
    wrapped = f"trips > 7 and ({source} or trips is 5)"
    answer = ada.post(RULE, {"rule": wrapped, "rule_view": "text"}).content.decode()
    condition, faults = made(_sent_by(answer), schema)
    assert not faults
    assert condition is not None
    assert format_rule(condition) == format_rule(parse(wrapped))


def test_parts_are_moved_copied_and_removed() -> None:
    one, two = Row(subject="a"), Row(subject="b")
    group = Group(parts=(one, Group(join=Join.ANY, parts=(two, one))))
    inner = group.parts[1]
    assert changed(group, Change.DOWN, "0.0").parts == (inner, one)
    assert changed(group, Change.UP, "0.1").parts == (inner, one)
    assert changed(group, Change.COPY, "0.0").parts == (one, one, inner)
    assert changed(group, Change.REMOVE, "0.1.0").parts[1] == Group(join=Join.ANY, parts=(one,))
    assert changed(group, Change.ADD_ROW, "0.1").parts[1].parts[-1] == Row()  # type: ignore[union-attr]
    for nonsense in ("0", "0.7", "0.0.1"):
        assert changed(group, Change.REMOVE, nonsense) == group


def test_no_group_is_added_below_the_third_level() -> None:
    third = Group(parts=(Row(),))
    group = Group(parts=(Group(parts=(third,)),))
    assert changed(group, Change.ADD_GROUP, "0.0.0") == group
    assert changed(group, Change.ADD_GROUP, "0.0") != group


class _Form(HTMLParser):
    """Collects the fields that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._select = ""
        self._first = ""
        self._chosen: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "input" and name and (said.get("type") != "checkbox" or "checked" in said):
            self.fields.append((name, value))
        if tag == "select":
            self._select, self._first, self._chosen = name, "", None
        if tag == "option" and self._select:
            self._first = self._first or value
            self._chosen = value if "selected" in said else self._chosen
        if tag == "textarea":
            self._select, self._area = name, ""

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = self._first if self._chosen is None else self._chosen
            self.fields.append((self._select, chosen))
            self._select = ""
        if tag == "textarea":
            self.fields.append((self._select, self._area or ""))
            self._select, self._area = "", None


def _sent_by(page: str) -> Group:
    form = _Form()
    form.feed(page)
    return read(QueryDict(urlencode(form.fields)))
