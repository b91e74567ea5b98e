"""Two releases that find the same topic in every message, held against what agents sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import CARD_FACTS, MONDAY, a_release, a_service, with_mode

from firstline.analysis.comparison import (
    Comparison,
    Decided,
    NothingToCompare,
    compare_releases,
)
from firstline.analysis.flips import Flip
from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, TopicId, TopicTree
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.release.records import Release

SERVICE = a_service()
LATE = ("driver_late", "sorry_late")
PROMO = ("promo_code", "enter_code")
ACCIDENT: tuple[str, str | None] = ("accident", None)


def cases_about(*labels: tuple[str, str | None], days: int = 10) -> tuple[Case, ...]:
    """Cases with a topic and the template that an agent sent, spread over some days."""
    return tuple(
        Case(
            inquiry=Inquiry(
                id=InquiryId(str(number)),
                text="something is wrong with my ride",
                received_at=MONDAY + timedelta(days=number % days),
                facts=SERVICE.schema.parse(CARD_FACTS),
            ),
            topic_id=TopicId(topic),
            template_id=TemplateId(template) if template else None,
        )
        for number, (topic, template) in enumerate(labels)
    )


def finding(topic: str, *, service: Service = SERVICE, threshold: float | None = 0.5) -> Release:
    rest = next(t.id for t in service.topics if t.id not in {topic, "accident"})
    return a_release(service, {topic: 0.9, rest: 0.1}, threshold=threshold)


def compared(old: Release, new: Release, cases: Sequence[Case], encoder: Encoder) -> Comparison:
    def decided(name: str, release: Release) -> Decided:
        decisions = Engine(release, encoder).answer_many([case.inquiry for case in cases])
        return Decided(digest=name, service=release.service, decisions=decisions)

    return compare_releases(cases, decided("old", old), decided("new", new))


def test_a_release_is_no_better_than_itself(encoder: Encoder) -> None:
    release = finding("driver_late")
    comparison = compared(release, release, cases_about(*[LATE, PROMO] * 10), encoder)

    for change in (comparison.coverage, comparison.accuracy, comparison.hits):
        assert change
        assert (change.difference, change.low, change.high) == (0, 0, 0)
    assert comparison.accuracy_p_value == 1
    assert (comparison.flips, comparison.samples) == ({}, ())


def test_what_is_found_more_often_is_significant_only_when_seen_often(encoder: Encoder) -> None:
    old, new = finding("promo_code"), finding("driver_late")
    few = compared(old, new, cases_about(*[LATE] * 5), encoder)
    many = compared(old, new, cases_about(*[LATE] * 20), encoder)

    assert few.accuracy
    assert many.accuracy
    assert few.accuracy.difference == many.accuracy.difference == 1
    assert few.accuracy_p_value == pytest.approx(2 * 0.5**5)
    assert many.accuracy_p_value == pytest.approx(2 * 0.5**20)


@pytest.mark.parametrize(
    ("old", "new", "flip"),
    [
        (finding("driver_late"), finding("promo_code"), Flip.RIGHT_TO_WRONG),
        (finding("promo_code"), finding("driver_late"), Flip.WRONG_TO_RIGHT),
        (finding("driver_late", threshold=None), finding("driver_late"), Flip.NEWLY_RIGHT),
        (finding("promo_code", threshold=None), finding("promo_code"), Flip.NEWLY_WRONG),
        (finding("driver_late"), finding("driver_late", threshold=None), Flip.NO_LONGER_RIGHT),
        (finding("promo_code"), finding("promo_code", threshold=None), Flip.NO_LONGER_WRONG),
    ],
    ids=list(Flip),
)
def test_every_flip_is_counted_and_some_are_shown(
    old: Release, new: Release, flip: Flip, encoder: Encoder
) -> None:
    comparison = compared(old, new, cases_about(*[LATE] * 5), encoder)

    assert comparison.flips == {flip: 5}
    assert [sample.flip for sample in comparison.samples] == [flip] * 3
    assert {sample.template_id for sample in comparison.samples} == {"sorry_late"}


def test_a_topic_that_the_old_release_cannot_know_counts_as_not_found(encoder: Encoder) -> None:
    others = tuple(topic for topic in SERVICE.topics if topic.id != "promo_code")
    templates = tuple(t for t in SERVICE.templates if t.id != "enter_code")
    before = replace(SERVICE, topics=TopicTree(others), templates=templates)
    comparison = compared(
        finding("driver_late", service=before),
        finding("promo_code"),
        cases_about(PROMO, PROMO, LATE),
        encoder,
    )

    assert comparison.accuracy
    assert comparison.accuracy.before == pytest.approx(1 / 3)
    assert comparison.accuracy.after == pytest.approx(2 / 3)


def test_a_reply_that_is_no_template_any_more_is_wrong(encoder: Encoder) -> None:
    renamed = tuple(
        replace(t, id=TemplateId("very_sorry")) if t.id == "sorry_late" else t
        for t in SERVICE.templates
    )
    comparison = compared(
        finding("driver_late"),
        finding("driver_late", service=replace(SERVICE, templates=renamed)),
        cases_about(("driver_late", "very_sorry")),
        encoder,
    )

    assert comparison.old.scorecard.precision.count == 0
    assert comparison.new.scorecard.precision.count == 1


def test_bounds_say_what_is_refuted_and_what_only_looks_bad(encoder: Encoder) -> None:
    release = finding("driver_late")
    few = compared(release, release, cases_about(LATE, PROMO), encoder).new
    many = compared(release, release, cases_about(*[LATE, PROMO] * 50), encoder).new

    assert few.precision_upper_bound > 0.75 > many.precision_upper_bound > 0.5
    assert few.recall_upper_bound == 1  # nobody wrote to the experts


def test_coverage_at_the_target_does_not_depend_on_thresholds(encoder: Encoder) -> None:
    cases = cases_about(LATE, LATE, LATE, PROMO)  # the target is 0.75
    comparison = compared(
        finding("driver_late", threshold=None), finding("driver_late"), cases, encoder
    )

    assert comparison.old.coverage_at_target == comparison.new.coverage_at_target == 1
    assert comparison.coverage.before == 0


def test_expert_inquiries_have_no_reply_to_hit(encoder: Encoder) -> None:
    release = finding("driver_late")
    comparison = compared(release, release, cases_about(ACCIDENT, ACCIDENT), encoder)

    assert comparison.hits is None
    assert comparison.new.scorecard.expert_recall.of == 2


def test_with_few_days_inquiries_are_drawn_instead(encoder: Encoder) -> None:
    old, new = finding("promo_code"), finding("driver_late")
    labels = [LATE, PROMO, LATE, PROMO, LATE]
    few = compared(old, new, cases_about(*labels * 2, days=1), encoder)
    many = compared(old, new, cases_about(*labels * 2, days=10), encoder)

    assert few.accuracy
    assert many.accuracy
    assert few.accuracy.blocks == many.accuracy.blocks == 10
    assert few.accuracy.low < few.accuracy.high


def test_without_inquiries_there_is_nothing_to_compare(encoder: Encoder) -> None:
    release = finding("driver_late")
    with pytest.raises(NothingToCompare, match="label more"):
        compared(release, release, (), encoder)


@pytest.mark.parametrize("mode", [Mode.SHADOW, Mode.SUGGEST])
def test_two_releases_that_differ_only_by_a_mode_could_answer_the_same(
    mode: Mode, encoder: Encoder
) -> None:
    held_back = with_mode(SERVICE, "driver_late", mode)
    comparison = compared(
        finding("driver_late", service=held_back),
        finding("driver_late"),
        cases_about(*[LATE, PROMO] * 10),
        encoder,
    )

    assert (comparison.coverage.before, comparison.coverage.after) == (0, 1)
    assert (comparison.worth.before, comparison.worth.after) == (1, 1)
    assert comparison.old.precision == comparison.new.precision
    assert comparison.flips == {}
    assert comparison.is_held_back


def test_what_is_unproven_or_off_could_not_be_answered_either(encoder: Encoder) -> None:
    off = with_mode(SERVICE, "driver_late", Mode.OFF)
    quiet = with_mode(SERVICE, "driver_late", Mode.SHADOW)
    for held in (
        finding("driver_late", service=off),
        finding("driver_late", service=quiet, threshold=None),
        finding("driver_late", service=quiet, threshold=0.99),
    ):
        comparison = compared(held, finding("driver_late"), cases_about(LATE, LATE), encoder)
        assert comparison.worth.before == 0
        assert not comparison.is_held_back


def test_releases_in_shadow_are_told_apart_by_what_they_would_send(encoder: Encoder) -> None:
    quiet = with_mode(with_mode(SERVICE, "driver_late", Mode.SHADOW), "promo_code", Mode.SHADOW)
    comparison = compared(
        finding("promo_code", service=quiet),
        finding("driver_late", service=quiet),
        cases_about(*[LATE] * 5),
        encoder,
    )

    assert comparison.flips == {Flip.WRONG_TO_RIGHT: 5}
    assert comparison.samples[0].after == "sorry_late"
    assert (comparison.old.precision.value, comparison.new.precision.value) == (0, 1)
