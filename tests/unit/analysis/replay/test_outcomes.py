"""The outcomes over columns are the engine's, to the bit."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.builders import MONDAY, a_service, some_splits, with_mode, with_template
from tests.unit.analysis.replay.desks import a_random_release, decided, logged, what_the_model_says

from firstline.analysis.replay.candidates import candidates, logged_candidates
from firstline.analysis.replay.outcomes import outcomes
from firstline.analysis.replay.traffic import OUTCOME, Traffic
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained
from firstline.release.records import Release

ROWS = 60
randoms = st.randoms(use_true_random=True)


@pytest.fixture(scope="module")
def inquiries() -> list[Inquiry]:
    service = a_service()
    splits = some_splits(service)
    usual = [case.inquiry for case in (*splits.test, *splits.dev)]
    odd = ("thanks!", "", "I want to talk to a person", "Где мои деньги за поездку?", "you idiots")
    return [
        *usual,
        *(Inquiry(id=InquiryId(text), text=text, received_at=MONDAY) for text in odd),
        *(replace(inquiry, facts={}) for inquiry in usual[:5]),
        *(replace(inquiry, person_has_spoken=True) for inquiry in usual[:5]),
        *(replace(inquiry, auto_reply_sent=True) for inquiry in usual[:5]),
    ]


def assert_decided_as_recorded(release: Release, traffic: Traffic, recorded: Traffic) -> None:
    again = outcomes(release, traffic.frame)
    assert_frame_equal(again, recorded.frame.select(OUTCOME.names()), check_exact=True)


@given(random=randoms)
@settings(max_examples=40)
def test_whatever_the_model_says_the_columns_decide_as_the_engine_does(random: Random) -> None:
    release = a_random_release(random)
    said = [what_the_model_says(release.service, random, number) for number in range(ROWS)]
    traffic = Traffic.of(decided(release, said), release.service.schema)

    assert_decided_as_recorded(release, traffic, traffic)


@given(random=randoms)
@settings(max_examples=20)
def test_the_columns_find_the_candidates_that_the_engine_found(random: Random) -> None:
    release = a_random_release(random)
    said = [what_the_model_says(release.service, random, number) for number in range(ROWS)]
    frame = Traffic.of(decided(release, said), release.service.schema).frame

    assert_frame_equal(
        candidates(release, frame),
        logged_candidates(frame),
        check_exact=True,
        check_row_order=False,
    )


def test_the_live_release_decides_its_own_past_as_it_did(
    tiny_training: Trained, encoder: Encoder, inquiries: list[Inquiry]
) -> None:
    release = tiny_training.release
    traffic = logged(Engine(release, encoder), inquiries)

    assert traffic.frame["kind"].n_unique() > 1
    assert_decided_as_recorded(release, traffic, traffic)


def test_a_changed_release_decides_the_past_as_it_would_have(
    tiny_training: Trained, encoder: Encoder, inquiries: list[Inquiry]
) -> None:
    live = tiny_training.release
    paid = replace(
        live.service.template(TemplateId("paid_once")), rule="order_cost > 100 or trips is missing"
    )
    service = with_mode(with_template(live.service, paid), "driver_late", Mode.SUGGEST)
    changed = replace(live, service=service)

    traffic = logged(Engine(live, encoder), inquiries)
    really = logged(Engine(changed, encoder), inquiries)

    assert not really.frame["kind"].equals(traffic.frame["kind"])
    assert_decided_as_recorded(changed, traffic, really)


def test_an_empty_traffic_has_no_outcomes() -> None:
    release = a_random_release(Random(1))  # noqa: S311 - no secret
    nothing = Traffic.of([], release.service.schema)

    assert outcomes(release, nothing.frame).height == 0
