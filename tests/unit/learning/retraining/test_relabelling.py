from dataclasses import replace

import pytest
from tests.builders import a_service, a_template, with_template

from firstline.domain.services import Service
from firstline.domain.topics import TopicId, TopicTree
from firstline.learning.retraining.relabelling import UNDECIDED, TodaysTopics, todays_topics

SERVICE = a_service()


def split_in_two(*, promo_for_both: bool = False) -> TodaysTopics:
    """The topic `promo_code` became `promo_expired` and `promo_entry`."""
    old = next(topic for topic in SERVICE.topics if topic.id == "promo_code")
    parts = tuple(replace(old, id=TopicId(name)) for name in ("promo_expired", "promo_entry"))
    others = tuple(topic for topic in SERVICE.topics if topic is not old)
    template = a_template("enter_code", "promo_entry", "Enter it.")
    if promo_for_both:
        template = replace(template, topics=tuple(part.id for part in parts))
    content = with_template(replace(SERVICE, topics=TopicTree((*others, *parts))), template)
    return todays_topics(content)


def test_a_case_of_a_split_topic_counts_for_what_its_template_answers_now() -> None:
    relabel = split_in_two()

    assert relabel("promo_code", "enter_code") == "promo_entry"
    assert relabel.moved == {("promo_code", "promo_entry"): 1}


def test_which_of_several_topics_a_template_answered_is_left_open() -> None:
    relabel = split_in_two(promo_for_both=True)

    assert relabel("promo_code", "enter_code") == UNDECIDED
    assert relabel("promo_expired", "enter_code") == "promo_expired"
    assert relabel.moved == {("promo_code", UNDECIDED): 1}


def test_a_template_tells_the_topic_where_nobody_said_it() -> None:
    relabel = todays_topics(SERVICE)

    assert relabel("", "enter_code") == "promo_code"
    assert not relabel.moved


def moved_to_promo() -> Service:
    """The template that answered `driver_late` answers `promo_code` today; both topics stay."""
    return with_template(SERVICE, a_template("sorry_late", "promo_code", "A coupon for you."))


def test_a_template_that_was_moved_takes_its_past_cases_along() -> None:
    relabel = todays_topics(moved_to_promo(), [SERVICE, moved_to_promo()])

    assert relabel("driver_late", "sorry_late") == "promo_code"
    assert relabel.moved == {("driver_late", "promo_code"): 1}


def test_an_agent_who_chose_a_template_of_another_topic_changes_no_label() -> None:
    relabel = todays_topics(moved_to_promo(), [SERVICE])

    assert relabel("lost_item", "sorry_late") == "lost_item"
    assert not relabel.moved


@pytest.mark.parametrize(
    ("topic", "template"),
    [("promo_code", "enter_code"), ("accident", ""), ("gone", ""), ("lost_item", "gone"), ("", "")],
)
def test_what_fits_or_is_retired_stays_as_it_was_labelled(topic: str, template: str) -> None:
    relabel = todays_topics(SERVICE)

    assert relabel(topic, template) == topic
    assert not relabel.moved
