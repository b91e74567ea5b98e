from dataclasses import replace

import pytest
from tests.builders import (
    ACCIDENT,
    CHARGED_TWICE,
    LOST_ITEM,
    a_template,
    carla,
    some_thresholds,
    with_template,
)

from firstline.engine import Engine
from firstline.engine.golden import broken_golden_cases, golden_set
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained
from firstline.release.records import GoldenCase, Release


@pytest.fixture
def release(tiny_training: Trained) -> Release:
    return tiny_training.release


def broken(release: Release, encoder: Encoder) -> list[str]:
    return list(broken_golden_cases(Engine(release, encoder)))


def with_first_case(release: Release, case: GoldenCase) -> Release:
    cases = (case, *release.golden.cases[1:])
    return replace(release, golden=replace(release.golden, cases=cases))


def test_a_release_repeats_what_it_decided_when_it_was_trained(
    release: Release, encoder: Encoder
) -> None:
    assert [case.text for case in release.golden.cases] == [CHARGED_TWICE, ACCIDENT]
    assert broken(release, encoder) == []


def test_a_case_records_the_kind_the_replies_and_the_probability(release: Release) -> None:
    charged, accident = release.golden.cases

    assert (charged.kind, charged.template_ids) == ("auto_reply", ("paid_once",))
    assert charged.probability > 0.8
    assert (accident.kind, accident.template_ids, accident.probability) == ("escalation", (), 0)


def test_the_suggestions_of_an_example_are_recorded_too(release: Release, encoder: Encoder) -> None:
    careful = replace(release, thresholds=some_thresholds(release.service, None))
    example = replace(carla(), messages=(LOST_ITEM,))
    (case,) = golden_set(Engine(careful, encoder), [example]).cases

    assert (case.kind, case.template_ids[0]) == ("suggestion", "driver_has_it")


def test_messages_that_are_decided_otherwise_are_named(release: Release, encoder: Encoder) -> None:
    careful = replace(release, thresholds=some_thresholds(release.service, None))

    assert broken(careful, encoder) == [CHARGED_TWICE]


def test_another_reply_of_the_same_kind_is_noticed(release: Release, encoder: Encoder) -> None:
    paid = release.service.template(release.golden.cases[0].template_ids[0])  # type: ignore[arg-type]  # a golden set holds ids as text
    renamed = replace(a_template("new", "charged_twice", "Paid once."), rule=paid.rule)
    never = replace(paid, rule="payment_type is missing")
    service = with_template(with_template(release.service, never), renamed)
    changed = replace(
        release, service=service, thresholds=some_thresholds(service, 0.3), golden=release.golden
    )

    assert broken(changed, encoder) == [CHARGED_TWICE]


def test_a_probability_is_compared_to_the_bit_on_the_same_kind_of_machine(
    release: Release, encoder: Encoder
) -> None:
    case = release.golden.cases[0]
    nudged = with_first_case(release, replace(case, probability=case.probability + 1e-15))

    assert broken(nudged, encoder) == [CHARGED_TWICE]


def test_on_another_kind_of_machine_only_kind_and_replies_are_compared(
    release: Release, encoder: Encoder
) -> None:
    case = release.golden.cases[0]
    nudged = with_first_case(release, replace(case, probability=case.probability + 1e-3))
    elsewhere = replace(nudged, golden=replace(nudged.golden, fingerprint="another machine"))

    assert broken(elsewhere, encoder) == []
