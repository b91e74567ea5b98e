"""The rule must keep harm out, not promote noise every week, and not freeze."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from firstline.analysis.bounds import upper_bound
from firstline.analysis.comparison import Comparison, Side
from firstline.analysis.share_changes import share_change
from firstline.domain.changes import ShareChange
from firstline.domain.policy import Policy
from firstline.domain.scorecards import Scorecard, Share
from firstline.domain.topics import TopicId
from firstline.learning.retraining.promotion import Contest, judge

POLICY = Policy()
CASES = 1_000


def a_share(count: int, of: int) -> Share:
    return Share(count=count, of=of, lower_bound=0.0)


def a_side(digest: str, *, right: int = 490, sent: int = 500, caught: int = 50) -> Side:
    precision, recall = a_share(right, sent), a_share(caught, 50)
    nothing = a_share(0, 0)
    return Side(
        digest=digest,
        scorecard=Scorecard(
            cases=CASES,
            first_received="",
            last_received="",
            accuracy=nothing,
            coverage=a_share(sent, CASES),
            precision=precision,
            expert_recall=recall,
            expert_precision=nothing,
            suggested=nothing,
            suggestion_hits=nothing,
            calibration_error=0,
            topics=(),
        ),
        precision_upper_bound=upper_bound(right, sent, POLICY.delta) if sent else 1.0,
        recall_upper_bound=upper_bound(caught, 50, POLICY.delta),
        coverage_at_target=0,
    )


def a_change(low: float = 0, high: float = 0) -> ShareChange:
    before = 0.5
    return ShareChange(before=before, after=before + (low + high) / 2, low=low, high=high, blocks=9)


def a_comparison(
    *,
    old: Side | None = None,
    new: Side | None = None,
    coverage: ShareChange | None = None,
    accuracy: ShareChange | None = None,
    p_value: float = 1.0,
    hits: ShareChange | None = None,
    answerable: ShareChange | None = None,
) -> Comparison:
    return Comparison(
        old=old or a_side("old"),
        new=new or a_side("new"),
        coverage=coverage or a_change(),
        accuracy=accuracy,
        accuracy_p_value=p_value,
        hits=hits,
        flips={},
        answerable=answerable,
        samples=(),
    )


def a_contest(
    comparison: Comparison, *, new_topics: tuple[str, ...] = (), days: int | None = 7
) -> Contest:
    return Contest(
        comparison=comparison,
        policy=POLICY,
        new_topics=tuple(map(TopicId, new_topics)),
        older_by=None if days is None else timedelta(days=days),
    )


GAIN, LOSS, NOISE = a_change(0.005, 0.03), a_change(-0.05, -0.01), a_change(-0.015, 0.015)

BETTER = {
    "answers more": a_contest(a_comparison(coverage=GAIN)),
    "finds more topics": a_contest(a_comparison(accuracy=GAIN, p_value=0.01)),
    "right reply more often": a_contest(a_comparison(hits=GAIN)),
    "cannot know: promo_code": a_contest(a_comparison(), new_topics=("promo_code",)),
    "end 28 days earlier": a_contest(a_comparison(coverage=NOISE), days=28),
    "breaks its promise": a_contest(
        a_comparison(old=a_side("old", right=400), new=a_side("new", right=98, sent=100)),
    ),
    "breaks its promise, answering less": a_contest(
        a_comparison(old=a_side("old", right=400), coverage=LOSS)
    ),
    "slip by": a_contest(a_comparison(old=a_side("old", caught=40))),
}


@pytest.mark.parametrize("why", BETTER)
def test_what_is_better_in_something_and_worse_in_nothing_is_promoted(why: str) -> None:
    verdict = judge(BETTER[why])

    assert verdict.is_better
    assert any(why.partition(",")[0] in merit for merit in verdict.merits)


WORSE = {
    "it is the live release": a_contest(a_comparison(new=a_side("old")), days=28),
    "is refuted": a_contest(a_comparison(new=a_side("new", right=440), coverage=GAIN)),
    "coverage may be lost": a_contest(a_comparison(coverage=LOSS), days=28),
    "less often": a_contest(a_comparison(coverage=GAIN, hits=LOSS)),
    "routes 40 expert inquiries": a_contest(
        a_comparison(new=a_side("new", caught=40), coverage=GAIN)
    ),
}


@pytest.mark.parametrize("why", WORSE)
def test_one_harm_keeps_the_live_release_whatever_else_is_better(why: str) -> None:
    verdict = judge(WORSE[why])

    assert not verdict.is_better
    assert verdict.merits
    assert any(why in obstacle for obstacle in verdict.obstacles)


@pytest.mark.parametrize("days", [7, None])
def test_what_cannot_be_told_from_chance_is_no_reason_to_change(days: int | None) -> None:
    noise = a_comparison(coverage=NOISE, accuracy=NOISE, p_value=0.3, hits=NOISE)
    verdict = judge(a_contest(noise, days=days))

    assert (verdict.is_better, verdict.merits, verdict.obstacles) == (False, (), ())


def test_what_only_a_mode_lets_it_answer_more_is_no_merit() -> None:
    opened = a_comparison(coverage=GAIN, answerable=a_change())
    closed = a_comparison(coverage=LOSS, answerable=GAIN)

    assert not judge(a_contest(opened)).is_better
    assert judge(a_contest(closed)).is_better


def test_a_gain_of_accuracy_by_luck_is_none() -> None:
    assert not judge(a_contest(a_comparison(accuracy=GAIN, p_value=0.06))).is_better


ends = st.tuples(st.floats(-1, 1), st.floats(-1, 1)).map(sorted)
changes = ends.map(lambda pair: a_change(*pair))


@st.composite
def sides(draw: st.DrawFn, digest: str) -> Side:
    sent = draw(st.integers(0, CASES))
    right = draw(st.integers(0, sent))
    return a_side(digest, right=right, sent=sent, caught=draw(st.integers(0, 50)))


contests = st.builds(
    Contest,
    comparison=st.builds(
        a_comparison,
        old=sides("old"),
        new=sides("new"),
        coverage=changes,
        accuracy=changes,
        p_value=st.floats(0, 1),
        hits=changes,
    ),
    policy=st.just(POLICY),
    new_topics=st.sampled_from([(), (TopicId("promo_code"),)]),
    older_by=st.sampled_from([None, timedelta(days=7), timedelta(days=30)]),
)


@given(contest=contests)
def test_no_release_whose_promise_is_refuted_is_ever_promoted(contest: Contest) -> None:
    if contest.comparison.new.precision_upper_bound < POLICY.target_precision:
        assert not judge(contest).is_better


@given(contest=contests)
def test_a_release_that_decides_as_the_live_one_is_not_promoted_before_its_time(
    contest: Contest,
) -> None:
    twin = replace(contest.comparison.old, digest="new")
    same = a_comparison(old=contest.comparison.old, new=twin, accuracy=a_change(), hits=a_change())
    verdict = judge(a_contest(same, days=27))

    assert not verdict.is_better


@given(contest=contests)
def test_every_verdict_says_why(contest: Contest) -> None:
    verdict = judge(contest)

    assert verdict.is_better == (bool(verdict.merits) and not verdict.obstacles)
    assert all((*verdict.merits, *verdict.obstacles))


@given(contest=contests, loss=st.floats(POLICY.accepted_loss, 1, exclude_min=True))
def test_more_may_be_lost_only_where_the_live_release_breaks_its_promise(
    contest: Contest, loss: float
) -> None:
    worse = replace(contest.comparison, coverage=a_change(-loss, 1))
    kept = contest.comparison.old.precision_upper_bound >= POLICY.target_precision
    if kept:
        assert not judge(replace(contest, comparison=worse)).is_better


def a_week(seed: int, *, gained: float, lost: float) -> Comparison:
    """2,100 test inquiries over two weeks, of which so many are newly or no longer answered."""
    random = np.random.default_rng(seed)
    days = pl.Series(np.arange(2_100) // 150)

    def change(gain: float, loss: float) -> ShareChange:
        fate = random.choice([1, -1, 0], size=len(days), p=[gain, loss, 1 - gain - loss])
        was = random.random(len(days)) < 0.5
        before = np.where(fate == 0, was, fate == -1)
        return share_change(days, before, np.where(fate == 0, was, fate == 1))

    flips = random.binomial(200, 0.5)  # topics that one finds and the other does not
    return a_comparison(
        coverage=change(gained, lost),
        accuracy=a_change(flips / 200 - 0.5, flips / 200 - 0.5),
        p_value=float(binomtest(flips, 200).pvalue),
        hits=change(0.02, 0.02),
    )


def promoted(*, gained: float, lost: float, days: int = 7) -> float:
    weeks = [a_week(seed, gained=gained, lost=lost) for seed in range(200)]
    return float(np.mean([judge(a_contest(week, days=days)).is_better for week in weeks]))


def test_luck_alone_seldom_replaces_a_release_that_is_as_good() -> None:
    assert 0.05 < promoted(gained=0.1, lost=0.1) < 0.16


def test_an_old_release_gives_way_to_one_that_is_as_good() -> None:
    assert promoted(gained=0.1, lost=0.1, days=28) > 0.75


def test_three_points_of_coverage_are_seldom_given_up_and_mostly_taken() -> None:
    assert promoted(gained=0.085, lost=0.115, days=28) < 0.12
    assert promoted(gained=0.115, lost=0.085) > 0.8
