"""The example service has everything a service can have, and nothing that does not fit."""

import re
from pathlib import Path

import pytest

from firstline.domain.facts import FactType
from firstline.domain.services import Service
from firstline.domain.templates import Language, TemplateAct, placeholders
from firstline.rules import compile_rule, guaranteed_facts, parse
from firstline.workspace import load_examples

WITHOUT_TEMPLATES = {"out_of_scope"}


def test_the_topics_are_on_three_levels_with_enough_of_them_for_experts(rides: Service) -> None:
    tree = rides.topics
    assert len(tree.leaves) >= 44
    assert {len(tree.path(leaf.id)) for leaf in tree.leaves} == {3}
    assert len(tree.expert_leaves()) >= 6


def test_every_first_line_topic_has_a_reply_and_no_expert_topic_has_one(rides: Service) -> None:
    answered = {str(leaf.id) for leaf in rides.topics.leaves if rides.templates_of(leaf.id)}
    first_line = {str(leaf.id) for leaf in rides.topics.leaves} - set(rides.topics.expert_leaves())
    assert answered == first_line - WITHOUT_TEMPLATES


def test_there_are_many_replies_and_a_third_speak_all_languages(rides: Service) -> None:
    everywhere = [t for t in rides.templates if set(t.texts) == set(rides.languages)]
    assert len(rides.templates) >= 95
    assert len(everywhere) >= len(rides.templates) / 3
    assert all(Language("en") in t.texts for t in rides.templates)


def test_the_facts_are_of_every_type_and_some_may_be_missing(rides: Service) -> None:
    facts = list(rides.schema)
    assert len(facts) >= 24
    assert {fact.type for fact in facts} == set(FactType)
    assert 5 <= sum(fact.nullable for fact in facts) <= len(facts) - 5
    assert all(fact.description for fact in facts)


def test_every_rule_fits_the_facts(rides: Service) -> None:
    for template in rides.templates:
        compile_rule(template.rule, rides.schema)


def test_many_templates_say_which_orders_get_them_and_which_do_not(rides: Service) -> None:
    tested = [t for t in rides.templates if {e.gets_it for e in t.examples} == {True, False}]
    assert len(tested) >= 60
    assert len({topic for template in tested for topic in template.topics}) >= 30


def test_a_reply_is_never_chosen_without_the_facts_it_names(rides: Service) -> None:
    always_there = {fact.name for fact in rides.schema if not fact.nullable}
    for template in rides.templates:
        known = {str(name) for name in guaranteed_facts(parse(template.rule)) | always_there}
        needed = {name for text in template.texts.values() for name in placeholders(text)}
        assert needed <= known, template.id


def test_a_reply_names_the_same_facts_in_every_language(rides: Service) -> None:
    for template in rides.templates:
        assert len({frozenset(placeholders(text)) for text in template.texts.values()}) == 1


def test_a_reply_in_japanese_or_russian_is_written_in_its_script(rides: Service) -> None:
    scripts = {"ja": r"[ぁ-んァ-ン一-龯]", "ru": r"[а-яА-ЯёЁ]"}
    for template in rides.templates:
        for language, text in template.texts.items():
            pattern = scripts.get(language)
            assert pattern is None or re.search(pattern, text), template.id


def test_kind_words_only_get_courtesies(rides: Service) -> None:
    kind_topics = {"thanks", "compliment_driver"}
    acts = {t.act for t in rides.templates if kind_topics & set(t.topics)}
    assert acts == {TemplateAct.COURTESY}


@pytest.mark.parametrize(
    ("customer_id", "topic", "template"),
    [
        ("anna_paid_once", "charged_twice", "charged_twice_bank_notices"),
        ("ben_dearer", "price_higher_than_shown", "price_route_changed"),
        ("carla_waiting", "driver_late", "driver_late_with_minutes"),
        ("daniel_fee", "cancellation_fee_question", "cancellation_fee_returned"),
        ("elif_lost_phone", "lost_item_progress", "lost_item_driver_has_it"),
        ("farid_promo", "promo_not_applied", "promo_expired"),
        ("priya_refund", "refund_status_question", "refund_sent"),
        ("kenji_ja", "cancellation_fee_question", "cancellation_fee_driver_waited"),
        ("olga_ru", "lost_item", "lost_item_report"),
        ("hana_scooter", "scooter_end_ride", "scooter_wrong_place"),
    ],
)
def test_an_example_customer_gets_the_reply_the_summary_promises(
    rides: Service, folder: Path, customer_id: str, topic: str, template: str
) -> None:
    customer = next(c for c in load_examples(folder, rides) if c.id == customer_id)
    facts = rides.schema.parse(customer.facts)
    holding = [
        t.id
        for t in rides.templates
        if topic in t.topics
        and compile_rule(t.rule, rides.schema).holds(facts, customer.received_at)
    ]
    assert holding == [template]
    assert customer.language in rides.template(holding[0]).texts


def test_the_example_customers_speak_every_language(rides: Service, folder: Path) -> None:
    customers = load_examples(folder, rides)
    assert len(customers) >= 8
    assert {c.language for c in customers} == set(rides.languages)
    assert all(2 <= len(c.messages) <= 4 for c in customers)
