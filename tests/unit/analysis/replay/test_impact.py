"""What a specialist is told about a change, on a week that can be counted by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from tests.builders import (
    CARD_FACTS,
    MONDAY,
    a_fact,
    a_release,
    a_service,
    a_template,
    some_thresholds,
    with_mode,
    with_template,
)

from firstline.analysis.replay.impact import impact_of
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.decisions import DecisionId
from firstline.domain.errors import ReplayError
from firstline.domain.facts import FactSchema, FactType
from firstline.domain.impacts import Change, Impact, LeftOut, TemplateTally, TopicTally
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.domain.topics import Mode, TopicId, TopicTree
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.release.records import Release

CARD, CASH = CARD_FACTS, CARD_FACTS | {"payment_type": "cash"}
WEEK = (CARD, CARD, CARD, CASH, CASH, CARD, CARD)
"""One inquiry a day."""


@pytest.fixture(scope="module")
def live() -> Release:
    """It finds a double charge in whatever is written: a card's or a cash payer's reply is sent."""
    topics = {"charged_twice": 0.9, "lost_item": 0.04, "accident": 0.06}
    return replace(a_release(a_service(), topics), digest="live")


@pytest.fixture(scope="module")
def week(live: Release, encoder: Encoder) -> Traffic:
    return answered(live, encoder, WEEK)


def answered(release: Release, encoder: Encoder, days: Sequence[Mapping[str, object]]) -> Traffic:
    service, engine = release.service, Engine(release, encoder)
    inquiries = [
        Inquiry(
            id=InquiryId(str(day)),
            text="I was charged twice, signed ⟨NAME⟩",
            received_at=MONDAY + timedelta(days=day),
            facts=service.schema.parse(facts, zone=service.zone),
        )
        for day, facts in enumerate(days)
    ]
    logged = (
        LoggedDecision(decision_id=DecisionId(inquiry.id), inquiry=inquiry, decision=decision)
        for inquiry, decision in zip(inquiries, engine.answer_many(inquiries), strict=True)
    )
    return Traffic.of(logged, service.schema)


def changed(live: Release, service: Service) -> Release:
    return replace(live, service=service, digest="changed")


def with_rule(service: Service, template_id: str, rule: str) -> Service:
    (template,) = (t for t in service.templates if t.id == template_id)
    return with_template(service, replace(template, rule=rule))


def without_cash(live: Release) -> Release:
    return changed(live, with_rule(live.service, "paid_in_cash", "order_cost > 100"))


def some(impact: Impact) -> dict[Change, int]:
    return {change: count for change, count in impact.counts.items() if count}


def test_replies_that_are_lost_are_counted(week: Traffic, live: Release) -> None:
    impact = impact_of(week, live, without_cash(live))

    assert impact.inquiries == 7
    assert some(impact) == {Change.NO_LONGER_ANSWERED: 2, Change.UNCHANGED: 5}
    assert impact.coverage.before == 1
    assert impact.coverage.after == pytest.approx(5 / 7)
    assert impact.coverage.low <= -2 / 7 <= impact.coverage.high <= 0
    assert impact.topics == (
        TopicTally(
            topic_id=TopicId("charged_twice"),
            newly_answered=0,
            no_longer_answered=2,
            answered_differently=0,
            otherwise_changed=0,
        ),
    )


def test_replies_that_are_won_are_the_mirror_of_those_lost(live: Release, encoder: Encoder) -> None:
    poorer = replace(without_cash(live), digest="live")
    impact = impact_of(answered(poorer, encoder, WEEK), poorer, changed(live, live.service))

    assert some(impact) == {Change.NEWLY_ANSWERED: 2, Change.UNCHANGED: 5}
    assert impact.coverage.difference == pytest.approx(2 / 7)


def test_another_reply_is_no_change_of_coverage(week: Traffic, live: Release) -> None:
    other = replace(
        a_template("all_fine", "charged_twice", "All is fine."), rule='payment_type is "cash"'
    )
    service = with_template(live.service, other)
    ranked = replace(live, service=with_rule(service, "paid_in_cash", "order_cost > 100"))
    usage = {TopicId("charged_twice"): {other.id: 1.0}}
    model = replace(ranked.model, ranker=replace(live.model.ranker, usage=usage))
    impact = impact_of(week, live, replace(ranked, model=model, digest="changed"))

    assert some(impact)[Change.ANSWERED_DIFFERENTLY] == 2
    assert (
        TemplateTally(
            template_id=other.id, sent_before=0, sent_after=2, suggested_before=0, suggested_after=0
        )
        in impact.templates
    )


def test_suggestions_that_change_are_told_apart_from_answers(
    live: Release, encoder: Encoder
) -> None:
    careful = with_mode(live.service, "charged_twice", Mode.SUGGEST)
    suggesting = replace(live, service=careful)
    week = answered(suggesting, encoder, WEEK)
    rule = with_rule(careful, "paid_in_cash", "order_cost > 100")
    impact = impact_of(week, suggesting, changed(suggesting, rule))

    assert some(impact) == {Change.OTHERWISE_CHANGED: 2, Change.UNCHANGED: 5}
    assert impact.expected_precision_before is None


def test_a_better_template_raises_the_expected_precision(week: Traffic, live: Release) -> None:
    impact = impact_of(week, live, without_cash(live))

    assert impact.expected_precision_before == pytest.approx(0.9)
    assert impact.expected_precision_after == pytest.approx(0.9)


def test_only_inquiries_about_the_changed_topic_are_decided_anew(
    week: Traffic, live: Release
) -> None:
    elsewhere = with_rule(live.service, "fee_explained", "order_cost > 100")

    assert impact_of(week, live, changed(live, elsewhere)).decided_anew == 0
    assert impact_of(week, live, without_cash(live)).decided_anew == 7


def test_samples_show_the_redacted_text_and_the_facts_that_the_rules_read(
    week: Traffic, live: Release
) -> None:
    first, *others = impact_of(week, live, without_cash(live), samples=2).samples

    assert len(others) == 1
    assert first.text == "I was charged twice, signed ⟨NAME⟩"
    assert first.facts == {"order_cost": "12.50", "payment_type": "cash"}
    assert (first.before.kind, first.before.templates) == ("auto_reply", ("paid_in_cash",))
    assert (first.after.kind, first.after.reason) == ("escalation", "no_applicable_template")


def test_a_lost_promise_is_reported_with_what_it_costs(week: Traffic, live: Release) -> None:
    after = replace(
        changed(live, live.service), thresholds=some_thresholds(live.service, threshold=None)
    )
    impact = impact_of(week, live, after)

    assert some(impact) == {Change.NO_LONGER_ANSWERED: 7}
    assert [change.is_lost for change in impact.promises] == [True]


def test_what_another_model_decided_is_left_out_and_counted(week: Traffic, live: Release) -> None:
    release = pl.when(pl.col("decision_id") < "3").then(pl.lit("older")).otherwise(pl.lit("live"))
    mixed = Traffic(week.frame.with_columns(release=release.cast(pl.Categorical)))

    assert impact_of(mixed, live, without_cash(live)).left_out == {LeftOut.OTHER_MODEL: 3}

    same_model = replace(live, digest="older")
    impact = impact_of(mixed, live, without_cash(live), others=[same_model])
    assert (impact.left_out, impact.inquiries) == ({}, 7)

    bolder = replace(live.model.classifier, temperature=2.0)
    other_model = replace(same_model, model=replace(live.model, classifier=bolder))
    impact = impact_of(mixed, live, without_cash(live), others=[other_model])
    assert impact.inquiries == 4


def test_what_has_other_facts_now_is_left_out_and_counted(week: Traffic, live: Release) -> None:
    fits = pl.col("decision_id") != "3"
    impact = impact_of(Traffic(week.frame.with_columns(facts_fit=fits)), live, without_cash(live))

    assert impact.left_out == {LeftOut.FACTS_UNKNOWN: 1}
    assert some(impact)[Change.NO_LONGER_ANSWERED] == 1


def test_a_lower_floor_leaves_out_what_was_not_logged(week: Traffic, live: Release) -> None:
    policy = replace(live.service.policy, suggestion_floor=0.01)
    after = changed(live, replace(live.service, policy=policy))
    cut = week.frame.with_columns(pl.col("predictions").list.head(1))

    assert impact_of(week, live, after).left_out == {}
    with pytest.raises(ReplayError, match="none of the 7 inquiries"):
        impact_of(Traffic(cut), live, after)


def test_a_new_fact_is_unknown_of_the_past(week: Traffic, live: Release) -> None:
    schema = FactSchema((*live.service.schema, a_fact("is_vip", FactType.BOOL)))
    service = replace(live.service, schema=schema)
    rules = {"paid_in_cash": "is_vip is true", "paid_once": "is_vip is missing"}
    for template_id, rule in rules.items():
        service = with_rule(service, template_id, rule)
    impact = impact_of(week, live, changed(live, service))

    assert some(impact) == {Change.ANSWERED_DIFFERENTLY: 2, Change.UNCHANGED: 5}


@pytest.mark.parametrize("what", ["a language", "a type", "a topic"])
def test_a_change_that_the_log_cannot_show_is_refused(
    week: Traffic, live: Release, what: str
) -> None:
    service = live.service
    retyped = tuple(
        replace(fact, type=FactType.STRING) if fact.name == "trips" else fact
        for fact in service.schema
    )
    without = tuple(topic for topic in service.topics if topic.id != "charged_twice")
    refused = {
        "a language": replace(service, languages=(*service.languages, Language("ru"))),
        "a type": replace(service, schema=FactSchema(retyped)),
        "a topic": replace(service, topics=TopicTree(without)),
    }
    with pytest.raises(ReplayError):
        impact_of(week, live, changed(live, refused[what]))


def test_without_inquiries_there_is_nothing_to_say(week: Traffic, live: Release) -> None:
    with pytest.raises(ReplayError, match="no inquiries"):
        impact_of(Traffic(week.frame.clear()), live, without_cash(live))
