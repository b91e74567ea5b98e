from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from firstline.domain.errors import Problem
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, Mode, TopicId
from firstline.workspace import load_service
from firstline.workspace.editing import Edits, ItemEdits, edited_service
from firstline.workspace.items import Item, settings_items, template_item, topic_item

BANK, ASK = TemplateId("bank_notifies_twice"), TemplateId("ask_bank")


@pytest.fixture
def shop(a_shop: Callable[..., Path]) -> Service:
    return load_service(a_shop())


def template(shop: Service, own_id: str, **changes: object) -> Item:
    return template_item(shop.template(TemplateId(own_id))) | changes


def topic(shop: Service, own_id: str, **changes: object) -> Item:
    return topic_item(shop.topics[TopicId(own_id)]) | changes


def edited(
    shop: Service,
    *,
    templates: ItemEdits | None = None,
    topics: ItemEdits | None = None,
    settings: Mapping[str, object] | None = None,
) -> Service:
    edits = Edits(templates=templates or {}, topics=topics or {}, settings=settings or {})
    service, problems = edited_service(shop, edits)
    assert problems == ()
    return service


def problems(
    shop: Service,
    *,
    templates: ItemEdits | None = None,
    topics: ItemEdits | None = None,
    settings: Mapping[str, object] | None = None,
) -> list[str]:
    edits = Edits(templates=templates or {}, topics=topics or {}, settings=settings or {})
    return [str(problem) for problem in edited_service(shop, edits)[1]]


def test_a_specialist_edits_a_template_and_all_else_stays(shop: Service) -> None:
    after = edited(shop, templates={ASK: template(shop, ASK, texts={"en": "Ask them."})})

    assert after.template(ASK).texts == {"en": "Ask them."}
    assert after.template(BANK) == shop.template(BANK)
    assert [each.id for each in after.templates] == [BANK, ASK]
    assert after.topics == shop.topics


def test_a_new_template_stands_last(shop: Service) -> None:
    new = {"id": "sorry", "topics": ["accident"], "rule": "always", "texts": {"en": "So sorry."}}

    assert [each.id for each in edited(shop, templates={"sorry": new}).templates] == [
        BANK,
        ASK,
        "sorry",
    ]


def test_a_template_is_removed_also_where_others_name_it(shop: Service) -> None:
    after = edited(shop, templates={ASK: None})

    assert [each.id for each in after.templates] == [BANK]
    assert after.template(BANK).equivalents == ()


def test_a_template_is_renamed_in_its_place(shop: Service) -> None:
    after = edited(shop, templates={BANK: template(shop, BANK, id="bank_notices")})

    assert [each.id for each in after.templates] == ["bank_notices", ASK]


def test_a_template_cannot_take_the_name_of_another(shop: Service) -> None:
    assert problems(shop, templates={BANK: template(shop, BANK, id=ASK, equivalents=[])}) == [
        "templates/bank_notifies_twice: the template `ask_bank` is there already; rename one"
    ]


def test_a_specialist_reads_where_in_the_rule_a_word_is_wrong(shop: Service) -> None:
    rule = 'payment_type is "card"\nand order_cosst > 0'
    _, (problem,) = edited_service(
        shop, Edits(templates={BANK: template(shop, BANK, rule=rule, texts={"en": "Paid."})})
    )

    assert (problem.file, problem.line) == ("templates/bank_notifies_twice", 2)
    assert problem.template == BANK
    assert problem.message.startswith("there is no fact `order_cosst`")


def test_everything_wrong_with_an_edited_template_is_said_at_once(shop: Service) -> None:
    wrong = template(
        shop,
        ASK,
        topics=["payment", "accidnt"],
        texts={"no": "Hei {{ driver_name }}"},
        equivalents=["bank_notifies"],
        examples=[{"gets_it": False, "facts": {"order_cost": 3}}],
    )

    found = problems(shop, templates={ASK: wrong})

    assert [line.splitlines()[0].partition(": ")[2] for line in found] == [
        "there is no template `bank_notifies`; did you mean `bank_notifies_twice`?",
        "`payment` has subtopics; choose among `charged_twice`",
        "there is no topic `accidnt`; did you mean `accident`?",
        "there is no text in `en`, the default language; add one",
        (
            "`{{ driver_name }}` may be missing when the rule holds;"
            " add `and driver_name is present` to the rule"
        ),
        (
            "this order should not get the template, but the rule is true of it;"
            " correct the rule or the example"
        ),
    ]


def test_a_fact_that_may_be_missing_is_said_once_for_all_languages(shop: Service) -> None:
    texts = {"en": "{{ driver_name }}", "ja": "{{ driver_name }}{{ drivername }}"}

    found = problems(shop, templates={ASK: template(shop, ASK, texts=texts, rule="always")})

    said = [line.partition(": ")[2] for line in found if "driver" in line]
    assert said == [
        (
            "`{{ driver_name }}` may be missing when the rule holds;"
            " add `and driver_name is present` to the rule (texts in `en`, `ja`)"
        ),
        "there is no fact `drivername`; did you mean `driver_name`? (text in `ja`)",
    ]


def test_a_template_that_lacks_a_part_stays_as_it_was(shop: Service) -> None:
    after, found = edited_service(shop, Edits(templates={ASK: {"id": ASK, "rule": "always"}}))

    assert [str(problem) for problem in found] == [
        "templates/ask_bank: `topics` is missing; add it",
        "templates/ask_bank: `texts` is missing; add it",
    ]
    assert after == shop


def test_what_nobody_edited_is_not_checked_again(
    shop: Service,
) -> None:
    """One edit among many templates costs only its own check."""
    broken, _ = edited_service(shop, Edits(templates={BANK: template(shop, BANK, rule="nonsense")}))

    assert problems(broken, templates={ASK: template(shop, ASK)}) == []


def test_a_topic_keeps_its_own_mode_whatever_its_parent_has(shop: Service) -> None:
    tree = edited(shop, topics={"safety": topic(shop, "safety", mode="off")}).topics

    assert tree[TopicId("safety")].mode is Mode.OFF
    assert tree[TopicId("accident")].mode is Mode.SUGGEST


def test_a_new_topic_has_line_and_mode_of_its_parent_and_stands_last_below_it(
    shop: Service,
) -> None:
    new = {"id": "theft", "name": "Theft", "parent": "safety"}
    tree = edited(shop, topics={"theft": new}).topics

    assert [each.id for each in tree] == [
        *("payment", "charged_twice", "safety", "accident", "lost_child", "theft", "out_of_scope")
    ]
    assert tree[TopicId("theft")].line is Line.EXPERT
    assert tree[TopicId("theft")].mode is Mode.SUGGEST


def test_a_topic_moves_below_another_with_all_below_it(shop: Service) -> None:
    tree = edited(shop, topics={"safety": topic(shop, "safety", parent="out_of_scope")}).topics

    assert [each.id for each in tree] == [
        *("payment", "charged_twice", "out_of_scope", "safety", "accident", "lost_child")
    ]


def test_a_template_that_names_a_removed_topic_is_a_problem_though_nobody_edited_it(
    shop: Service,
) -> None:
    assert problems(shop, topics={"accident": None}) == [
        "templates/ask_bank: there is no topic `accident`"
    ]


def test_a_topic_that_is_removed_together_with_what_names_it_is_none(shop: Service) -> None:
    moved = template(shop, ASK, topics=["charged_twice"])

    after = edited(shop, topics={"accident": None}, templates={ASK: moved})

    assert TopicId("accident") not in after.topics


def test_a_template_whose_topic_gets_subtopics_has_to_choose(shop: Service) -> None:
    new = {"id": "injured", "name": "Injured", "parent": "accident"}

    assert problems(shop, topics={"injured": new}) == [
        "templates/ask_bank: `accident` has subtopics; choose among `injured`"
    ]


def test_a_topic_needs_a_parent_that_there_is(shop: Service) -> None:
    assert problems(shop, topics={"lost_child": topic(shop, "lost_child", parent="safet")}) == [
        "topics/lost_child: there is no topic `safet` to be under; did you mean `safety`?"
    ]
    assert problems(shop, topics={"safety": None}) == [
        f"topics/{child}: there is no topic `safety` to be under; choose another parent, or none"
        for child in ("accident", "lost_child")
    ]


def test_topics_cannot_stand_under_themselves(shop: Service) -> None:
    assert problems(
        shop,
        topics={
            "safety": topic(shop, "safety", parent="accident"),
            "payment": topic(shop, "payment", parent="payment"),
        },
    ) == [
        "topics/payment: `payment` is under itself; choose another parent",
        "topics/safety: `safety` is under itself, by way of `accident`; choose another parent",
        "topics/accident: `accident` is under itself, by way of `safety`; choose another parent",
    ]


def test_a_topic_cannot_take_the_name_of_another(shop: Service) -> None:
    assert problems(shop, topics={"lost_child": topic(shop, "lost_child", id="accident")}) == [
        "topics/lost_child: the topic `accident` is there already; rename one"
    ]


def test_some_topic_has_to_be_left(shop: Service) -> None:
    found = problems(shop, topics={str(each.id): None for each in shop.topics})

    assert found == ["topics: no topic is left; keep one"]


def test_a_misspelt_key_of_a_topic_is_named(shop: Service) -> None:
    found = problems(shop, topics={"accident": topic(shop, "accident", mod="off", mode="of")})

    assert found == [
        (
            "topics/accident: `mode` cannot be `of`; choose 'off', 'shadow', 'suggest' or 'auto';"
            " did you mean `off`?"
        ),
        "topics/accident: there is no key `mod`; did you mean `mode`?",
    ]


def test_a_setting_changes_and_the_others_stay(shop: Service) -> None:
    after = edited(shop, settings={"policy": {"target_precision": 0.9}})

    assert after.policy.target_precision == 0.9
    assert after.policy.suggestions == 3, "a policy is given whole"
    assert after.schema == shop.schema
    assert after.templates == shop.templates


def test_a_setting_that_is_removed_is_as_a_file_without_it(shop: Service) -> None:
    assert "policy" not in settings_items(edited(shop, settings={"policy": None}))


def test_a_wrong_setting_is_a_problem_of_the_workspace(shop: Service) -> None:
    after, found = edited_service(shop, Edits(settings={"policy": {"target_precision": 95}}))

    assert found == (
        Problem(
            file="workspace",
            line=0,
            message="`target_precision` is `95`; it must lie between 0 and 1",
        ),
    )
    assert after == shop


def test_a_fact_that_goes_breaks_every_template_that_needs_it(shop: Service) -> None:
    facts = dict(settings_items(shop)["facts"])
    del facts["order_cost"]
    found = problems(shop, settings={"facts": facts})

    assert [line.splitlines()[0] for line in found] == [
        (
            "templates/bank_notifies_twice:1: there is no fact `order_cost`;"
            " there are: payment_type, driver_name, pickup_at"
        ),
        "templates/bank_notifies_twice: there is no fact `order_cost` (text in `en`)",
    ]


def test_a_language_that_goes_is_missed_by_the_templates_that_speak_it(shop: Service) -> None:
    assert problems(shop, settings={"languages": ["en"]}) == [
        (
            "templates/bank_notifies_twice: `no` is not among the languages of workspace.yaml;"
            " add it there"
        )
    ]


def test_times_without_a_zone_are_read_in_a_new_time_zone_as_a_file_would_be(
    shop: Service,
) -> None:
    example = {"gets_it": True, "received_at": "2026-03-01T12:00:00"}
    before = edited(shop, templates={ASK: template(shop, ASK, examples=[example])})

    after = edited(before, settings={"time_zone": "Asia/Tokyo"})

    (read,) = after.template(ASK).examples
    assert read.received_at is not None
    assert read.received_at.isoformat() == "2026-03-01T12:00:00+09:00"
