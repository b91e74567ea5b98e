"""A specialist finds templates, edits them in the draft, copies and retires them."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.html import strip_tags
from tests.panel.content.conftest import EDITOR, form_of

from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import as_text, edited_content
from firstline.panel.content.models import DraftItem, Revision
from firstline.panel.services.models import HostedService

LIST = "/s/shop/templates/"


def ids(client: Client, address: str = LIST) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [row.template.id for row in page.context["page"]]


def saved(client: Client, **changes: object) -> None:
    answer = client.post(EDITOR, form_of(client.get(EDITOR), **changes))
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "templates/",
        "new-template/",
        "templates/paid_once/",
        "templates/paid_once/history/",
        "templates/paid_once/remove/",
        "templates/paid_once/try/",
    ],
)
def test_a_specialist_sees_every_page(ada: Client, path: str) -> None:
    assert ada.get(f"/s/shop/{path}").status_code == 200


def test_words_find_templates_by_text_id_and_topic(ada: Client) -> None:
    assert ids(ada, f"{LIST}?q=looked") == ["driver_has_it"]
    assert ids(ada, f"{LIST}?q=PAID_ONCE") == ["paid_once"]
    assert ids(ada, f"{LIST}?q=charged+twice") == ["paid_in_cash", "paid_once"]


def test_a_list_without_matches_says_so_and_offers_all(ada: Client) -> None:
    assert "No template is like that" in ada.get(f"{LIST}?q=zebra").content.decode()


def test_the_list_is_sorted_by_its_address(ada: Client) -> None:
    assert ids(ada, f"{LIST}?sort=-id") == sorted(ids(ada), reverse=True)
    shares = [row.popularity for row in ada.get(f"{LIST}?sort=-popularity").context["page"]]
    assert shares == sorted(shares, reverse=True)


def test_the_list_counts_what_the_page_of_a_template_lists(ada: Client) -> None:
    for row in ada.get(LIST).context["page"]:
        uses = ada.get(f"{LIST}{row.template.id}/").context["uses"]
        assert row.used_in == uses.count
    assert any(row.used_in for row in ada.get(LIST).context["page"])


def test_what_an_example_customer_gets_can_be_tried(ada: Client) -> None:
    page = ada.get(EDITOR)
    (message, *_) = page.context["uses"].messages
    assert f"try/?order={quote(message.order)}" in page.content.decode()
    tried = ada.get(f"{EDITOR}try/", {"order": message.order})
    assert tried.context["order"].inquiry.text == message.text


def test_without_any_use_the_list_has_no_column_of_it(ada: Client) -> None:
    words = ada.get(LIST).content.decode()
    assert "None of these was sent in the last 12 weeks" in words
    assert '<th scope="col">Last 12 weeks</th>' not in words


def test_enter_in_a_field_saves(ada: Client) -> None:
    form = ada.get(EDITOR).content.decode().partition('id="editor"')[2]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert 'value="save"' in first[0]


def test_an_edit_stands_in_the_draft_and_not_in_what_is_live(
    ada: Client, shop: HostedService
) -> None:
    saved(ada, text__en="You paid {{ order_cost }} once, and once only.")
    edited = edited_content(shop)
    texts = edited.service.template("paid_once").texts  # type: ignore[arg-type]
    assert texts["en"].endswith("once only.")  # type: ignore[index]
    assert "only" not in edited.live.service.template("paid_once").texts["en"]  # type: ignore[arg-type,index]
    assert ids(ada, f"{LIST}?state=edited") == ["paid_once"]
    assert AuditEntry.objects.filter(action="edited", subject="template paid_once").exists()


def test_saving_what_is_there_already_changes_nothing(ada: Client) -> None:
    saved(ada)
    assert not DraftItem.objects.exists()


def test_an_edit_with_problems_is_kept_and_shown_at_its_field(ada: Client) -> None:
    saved(ada, text__en="Dear {{ drivr_name }}", rule='payment_type is "crd"')
    page = ada.get(EDITOR)
    said = "there is no fact <code>drivr_name</code>; did you mean <code>driver_name</code>?"
    assert said in page.content.decode()
    assert page.context["editor"].checked.of("texts.en")
    assert page.context["editor"].checked.of("rule")
    assert ids(ada, f"{LIST}?problems=1") == ["paid_once"]


def test_what_is_no_template_at_all_is_not_saved_and_not_lost(ada: Client) -> None:
    form = form_of(ada.get(EDITOR), topics=[], text__en="Something new")
    answer = ada.post(EDITOR, form)
    assert answer.status_code == 422
    assert "Something new" in answer.content.decode()
    assert answer.context["editor"].checked.of("topics")
    assert not DraftItem.objects.exists()


def test_undoing_an_edit_brings_back_what_is_live(ada: Client) -> None:
    saved(ada, rule="always")
    ada.post(f"{EDITOR}undo/")
    assert not DraftItem.objects.exists()
    assert AuditEntry.objects.filter(action="undone").count() == 1


def test_an_earlier_version_can_be_restored(ada: Client, shop: HostedService) -> None:
    saved(ada, rule="order_cost > 1")
    first = Revision.objects.get()
    saved(ada, rule="order_cost > 2")
    page = strip_tags(ada.get(f"{EDITOR}history/").content.decode())
    assert "order_cost &gt; 1" in page
    assert "order_cost &gt; 2" in page
    assert page.count("as it was after this edit") == 1
    assert page.index("as it is now") < page.index("as it was after this edit")
    ada.post(f"{EDITOR}restore/{first.pk}/")
    edited = edited_content(shop)
    assert edited.service.template("paid_once").rule == "order_cost > 1"  # type: ignore[arg-type]


def test_a_new_template_gets_its_page(ada: Client) -> None:
    form = {
        "id": "paid_by_voucher",
        "topics": ["charged_twice"],
        "act": "answer",
        "rule": "always",
        "rule_view": "text",
        "text-en": "A voucher paid for it.",
    }
    answer = ada.post("/s/shop/new-template/", form)
    assert answer.status_code == 302
    assert ids(ada, f"{LIST}?state=new") == ["paid_by_voucher"]


@pytest.mark.parametrize("taken", ["paid_once", "no id at all", ""])
def test_a_new_template_needs_a_free_and_plain_id(ada: Client, taken: str) -> None:
    form = {"id": taken, "topics": ["charged_twice"], "rule": "always", "text-en": "Hello"}
    assert ada.post("/s/shop/new-template/", form).status_code == 422
    assert not DraftItem.objects.exists()


def test_a_duplicate_starts_with_all_of_the_first_under_a_free_id(ada: Client) -> None:
    page = ada.get("/s/shop/new-template/?like=paid_once")
    item = page.context["editor"].item
    assert item["id"] == "paid_once_2"
    assert item["rule"] == 'payment_type is "card" and order_cost > 0'


def test_a_retired_template_leaves_the_others_whole(ada: Client, shop: HostedService) -> None:
    saved(ada, equivalents=["paid_in_cash"])
    cash = "/s/shop/templates/paid_in_cash/"
    words = ada.get(f"{cash}remove/").content.decode()
    assert "as right as" in words
    answer = ada.post(f"{cash}remove/", {"seen": ada.get(f"{cash}remove/").context["seen"]})
    assert answer.status_code == 302
    edited = edited_content(shop)
    assert edited.problems == ()
    assert "paid_in_cash" not in {template.id for template in edited.service.templates}
    assert not edited.service.template("paid_once").equivalents  # type: ignore[arg-type]
    assert "Put it back" in ada.get(cash).content.decode()


def test_the_only_template_of_a_topic_is_not_retired_unseen(ada: Client) -> None:
    words = ada.get("/s/shop/templates/sorry_late/remove/").content.decode()
    assert "the only template of" in words
    assert 'topics/one/driver_late/">driver late</a>' in words


def test_examples_are_written_down_and_checked(ada: Client, shop: HostedService) -> None:
    page = ada.post(EDITOR, form_of(ada.get(EDITOR), do="add-example"))
    example = page.context["editor"].examples[0]
    assert [fact.name for fact in example.facts] == ["payment_type", "order_cost"]
    written = {
        "example": [example.key],
        f"example-{example.key}-gets_it": "yes",
        f"example-{example.key}-facts": ["payment_type", "order_cost"],
        f"example-{example.key}-fact-payment_type": "cash",
        f"example-{example.key}-fact-order_cost": "12.50",
    }
    ada.post(EDITOR, form_of(ada.get(EDITOR), **written))
    (kept,) = edited_content(shop).service.template("paid_once").examples  # type: ignore[arg-type]
    assert kept.facts == {"payment_type": "cash", "order_cost": "12.50"}
    words = ada.get(EDITOR).content.decode()
    assert "this order should get the template, but the rule is false of it" in words


def test_the_page_of_a_template_that_nobody_knows_is_not_there(ada: Client) -> None:
    assert ada.get("/s/shop/templates/nobody/").status_code == 404


def test_an_analyst_reads_but_saves_nothing(as_: Callable[[Role], Client]) -> None:
    analyst = as_(Role.ANALYST)
    page = analyst.get(EDITOR)
    assert page.status_code == 200
    assert "Save in the draft" not in page.content.decode()
    assert analyst.post(EDITOR, form_of(page, rule="always")).status_code == 403
    assert analyst.post(f"{EDITOR}undo/").status_code == 403
    assert analyst.get("/s/shop/new-template/").status_code == 403


def test_facts_of_examples_that_nobody_changed_stay_as_they_were_written(
    ada: Client, shop: HostedService
) -> None:
    facts = {"order_cost": "12.50", "payment_type": "card"}  # not in the order of the schema
    written = {
        "example": ["new1"],
        "example-new1-gets_it": "yes",
        "example-new1-facts": list(facts),
        **{f"example-new1-fact-{name}": value for name, value in facts.items()},
    }
    ada.post(EDITOR, form_of(ada.get(EDITOR), **written))
    (first,) = DraftItem.objects.get().body["examples"]
    again = {
        "example": ["0"],
        "example-0-gets_it": "yes",
        "example-0-facts": ["payment_type", "order_cost"],
        **{f"example-0-fact-{name}": value for name, value in facts.items()},
    }
    ada.post(EDITOR, form_of(ada.get(EDITOR), **again))
    (kept,) = DraftItem.objects.get().body["examples"]
    assert as_text(kept) == as_text(first)
    assert edited_content(shop).problems == ()


def test_the_order_of_keys_is_no_difference() -> None:
    one = {"id": "a", "rule": "always", "texts": {"en": "b", "ru": "c"}}
    other = {"texts": {"ru": "c", "en": "b"}, "rule": "always", "id": "a"}
    assert as_text(one) == as_text(other)
    assert as_text(one).startswith("id: a")
