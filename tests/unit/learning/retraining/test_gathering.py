from dataclasses import replace

import pytest
from tests.unit.learning.retraining.desks import a_row, an_inquiry, answered, gathered, sent

from firstline.learning.retraining.gathering import Omission, PastDecision, Said, Source


def test_an_agents_choice_is_a_label_under_todays_content() -> None:
    material = gathered(answered("1", hours=1), answered("0"))

    assert [(c.inquiry.id, c.topic_id, c.template_id) for c in material.cases] == [
        ("0", "driver_late", "sorry_late"),
        ("1", "driver_late", "sorry_late"),
    ]
    assert set(material.sources.values()) == {Source.AGENT}


def test_the_engine_never_learns_from_its_own_unconfirmed_answer() -> None:
    material = gathered(sent("1"), rows=(a_row("1"),))  # the help desk shows our own reply

    assert material.cases == ()
    assert material.omitted == {Omission.NOBODY_SAID: 1}


def test_an_audited_automatic_reply_is_labelled_as_the_auditor_says() -> None:
    material = gathered(sent("1", audit="enter_code"))

    assert [case.template_id for case in material.cases] == ["enter_code"]
    assert material.sources == {"1": Source.AUDIT}


def test_an_agent_who_takes_over_teaches_but_is_no_random_sample() -> None:
    said = Said(topic="", template="sorry_late", is_audit=False)
    material = gathered(replace(sent("1"), said=said))

    assert [case.template_id for case in material.cases] == ["sorry_late"]
    assert material.sources == {"1": Source.TAKEOVER}


def chosen(name: str) -> PastDecision:
    """Somebody annotated an inquiry that was left to people."""
    said = Said(topic="driver_late", template="sorry_late", is_audit=False, was_chosen=True)
    return replace(answered(name), said=said)


def test_what_was_chosen_for_annotation_teaches_but_is_no_random_sample() -> None:
    material = gathered(chosen("1"), replace(chosen("2"), was_sent=True))

    assert [case.template_id for case in material.cases] == ["sorry_late"] * 2
    assert set(material.sources.values()) == {Source.CHOSEN}


def test_an_agents_answer_in_the_history_counts_more_than_an_annotation() -> None:
    material = gathered(chosen("1"), replace(chosen("2"), was_sent=True), rows=(a_row("1"),))

    assert {c.inquiry.id: c.template_id for c in material.cases} == {
        "1": "enter_code",  # else what is hard would be missing among what is measured
        "2": "sorry_late",
    }
    assert material.sources == {"1": Source.AGENT, "2": Source.CHOSEN}


def test_the_history_labels_what_the_journal_does_not_and_adds_what_it_lacks() -> None:
    unsaid = replace(answered("1"), said=None)
    material = gathered(unsaid, answered("2"), rows=(a_row("1"), a_row("2"), a_row("3")))

    assert {c.inquiry.id: c.template_id for c in material.cases} == {
        "1": "enter_code",
        "2": "sorry_late",  # the journal has the facts as they were
        "3": "enter_code",
    }
    assert material.sources == {"1": Source.AGENT, "2": Source.AGENT}
    assert material.omitted == {}


@pytest.mark.parametrize(
    ("decision", "omission"),
    [
        (answered("1", template="gone"), Omission.RETIRED_TEMPLATE),
        (
            replace(answered("1"), said=Said(topic="gone", template="", is_audit=False)),
            Omission.RETIRED_TOPIC,
        ),
        (
            replace(answered("1"), inquiry=replace(an_inquiry("1"), person_has_spoken=True)),
            Omission.NOT_FIRST,
        ),
        (
            replace(answered("1"), inquiry=replace(an_inquiry("1"), auto_reply_sent=True)),
            Omission.NOT_FIRST,
        ),
        (replace(answered("1"), facts_fit=False), Omission.FACTS_UNKNOWN),
        (replace(answered("1"), said=None), Omission.NOBODY_SAID),
    ],
    ids=["template", "topic", "follow-up", "second reply", "facts", "no report"],
)
def test_what_cannot_be_learnt_from_is_counted(decision: PastDecision, omission: Omission) -> None:
    material = gathered(decision)

    assert material.cases == ()
    assert material.omitted == {omission: 1}


def test_an_answer_in_free_words_is_a_case_that_no_template_fits() -> None:
    said = Said(topic="", template="", is_audit=False)
    (case,) = gathered(replace(answered("1"), said=said)).cases

    assert (case.topic_id, case.template_id) == (None, None)


def test_messages_without_a_customer_are_of_different_people() -> None:
    nobody = [replace(answered(n), inquiry=an_inquiry(n, customer="")) for n in ("1", "2")]
    customers = {case.inquiry.customer_id for case in gathered(*nobody).cases}

    assert len(customers) == 2
