"""Only what a change touches is decided anew, and that suffices."""

from dataclasses import replace
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.unit.analysis.replay.desks import (
    TOPICS,
    a_random_change,
    a_random_release,
    decided,
    what_the_model_says,
)

from firstline.analysis.replay.comparing import Compared, compare
from firstline.analysis.replay.traffic import OUTCOME, Traffic
from firstline.domain.impacts import Change
from firstline.domain.topics import Line, TopicTree
from firstline.release.records import Release

ROWS = 60
randoms = st.randoms(use_true_random=True)


def traffic_of(random: Random, *releases: Release) -> list[pl.DataFrame]:
    """The same inquiries as each release decides them."""
    service = releases[0].service
    said = [what_the_model_says(service, random, number) for number in range(ROWS)]
    return [Traffic.of(decided(release, said), service.schema).frame for release in releases]


def outcomes_of(compared: Compared, side: str) -> pl.DataFrame:
    """Every row's outcome: anew where it was decided anew, else as recorded."""
    anew = compared.decided.select(pl.col(f"{side}:{name}").alias(name) for name in OUTCOME)
    recorded = compared.traffic.select(OUTCOME.names()).with_row_index("row")
    kept = recorded.filter(~pl.col("row").is_in(pl.Series(compared.rows).implode()))
    both = pl.concat([kept, anew.with_columns(row=pl.Series(compared.rows)).select(kept.columns)])
    return both.sort("row").drop("row")


@given(random=randoms)
@settings(max_examples=40)
def test_what_is_decided_anew_and_what_is_kept_is_what_the_engine_would_do(random: Random) -> None:
    live = a_random_release(random)
    changed = a_random_change(live, random)
    recorded, really = traffic_of(random, live, changed)

    compared = compare(recorded, live, changed)

    assert_frame_equal(
        outcomes_of(compared, "after"), really.select(OUTCOME.names()), check_exact=True
    )
    assert compared.flips.is_empty()


@given(random=randoms)
@settings(max_examples=20)
def test_what_another_release_decided_is_compared_under_the_live_one(random: Random) -> None:
    earlier = a_random_release(random)
    live = replace(a_random_change(earlier, random), digest="live")
    changed = a_random_change(live, random)
    recorded, now, really = traffic_of(random, replace(earlier, digest="earlier"), live, changed)

    compared = compare(recorded, live, changed)

    for side, expected in (("before", now), ("after", really)):
        assert_frame_equal(
            outcomes_of(compared, side), expected.select(OUTCOME.names()), check_exact=True
        )
    assert compared.flips.is_empty()


def test_without_a_change_nothing_is_decided_anew() -> None:
    random = Random(1)  # noqa: S311 - no secret
    live = a_random_release(random)
    (recorded,) = traffic_of(random, live)

    assert len(compare(recorded, live, replace(live, digest="same")).rows) == 0


def test_a_decision_that_the_live_release_would_not_make_is_reported() -> None:
    random = Random(1)  # noqa: S311 - no secret
    live = a_random_release(random)
    (recorded,) = traffic_of(random, live)
    tampered = recorded.with_columns(probability=pl.col("probability") + 1e-9)
    shown = live.service.policy.suggestions % 3 + 1
    policy = replace(live.service.policy, suggestions=shown)
    changed = replace(live, service=replace(live.service, policy=policy), digest="changed")

    compared = compare(tampered, live, changed)

    with_reply = recorded.filter(pl.col("probability").is_not_null())
    assert with_reply.height > 0
    assert compared.flips.to_list() == with_reply["decision_id"].to_list()


@pytest.mark.parametrize(("line", "threshold"), [(Line.EXPERT, 0.3), (Line.FIRST, 0.05)])
def test_a_topic_that_moves_to_another_line_takes_its_inquiries_along(
    line: Line, threshold: float
) -> None:
    random = Random(3)  # noqa: S311 - no secret
    live = a_random_release(random)
    thresholds = replace(
        live.thresholds, expert=replace(live.thresholds.expert, threshold=threshold)
    )
    live = replace(live, thresholds=thresholds)
    (recorded,) = traffic_of(random, live)
    moving = TOPICS[0] if line is Line.EXPERT else TOPICS[-1]
    topics = tuple(replace(t, line=line) if t.id == moving else t for t in live.service.topics)
    changed = replace(
        live, service=replace(live.service, topics=TopicTree(topics)), digest="changed"
    )

    compared = compare(recorded, live, changed)

    moved = compared.decided.filter(pl.col("change") != Change.UNCHANGED.value)
    to_experts = moved.filter(pl.col("after:line").eq_missing(Line.EXPERT.value))
    assert moved.height > 0
    assert to_experts.height == (moved.height if line is Line.EXPERT else 0)
