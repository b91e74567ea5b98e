from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

import pytest
from tests.builders import MONDAY, an_inquiry

from firstline.domain.decisions import AutoReply, Decision, DecisionId
from firstline.engine import Engine
from firstline.journal.decision_ids import first_id_at
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind, RawInquiry, Timings
from firstline.journal.writer import Journal
from firstline.release.canaries import Canary
from firstline.serving.canary import Judge

CANARY = Canary(digest="canary", share=0.5, started_at=MONDAY)
AN_HOUR = timedelta(hours=1)
LATER = MONDAY + timedelta(hours=2)
NO_TIME = Timings(waiting=0, reading=0, deciding=0)


@dataclass
class Past:
    """Writes a journal as a service would have written it."""

    journal: Journal
    automatic: Decision
    suggestion: Decision
    _numbers: Iterator[int] = field(default_factory=count)

    def decided(
        self,
        release: str,
        *,
        automatic: bool = True,
        at: datetime = MONDAY,
        inquiry: RawInquiry | None = None,
    ) -> DecisionId:
        decision = self.automatic if automatic else self.suggestion
        entry = JournalEntry(
            decision_id=DecisionId(f"{first_id_at(at)}{next(self._numbers):06}"),
            decided_at=at,
            inquiry=inquiry or an_inquiry(),
            decision=replace(decision, trace=replace(decision.trace, release=release)),
            timings=NO_TIME,
        )
        self.journal.record(entry).result()
        return entry.decision_id

    def came_back(
        self, decision: DecisionId, *, at: datetime = MONDAY, rating: int | None = None
    ) -> None:
        kind = OutcomeKind.FOLLOWED_UP if rating is None else OutcomeKind.RATING
        outcome = Outcome(decision_id=decision, kind=kind, recorded_at=at, rating=rating)
        self.journal.record_outcome(outcome).result()


@pytest.fixture
def past(journal: Journal, engine: Engine) -> Past:
    inquiry = an_inquiry().typed(engine.release.service)
    automatic = engine.answer(inquiry)
    suggestion = engine.answer(replace(inquiry, auto_reply_sent=True))
    assert isinstance(automatic, AutoReply)
    return Past(journal, automatic, suggestion)


def judge(past: Past) -> Judge:
    return Judge(past.journal.reader, CANARY, "live", settled_after=AN_HOUR)


def test_two_releases_that_do_the_same_are_left_alone(past: Past) -> None:
    for _ in range(60):
        past.decided("live")
        past.decided("canary")

    assert judge(past).look(LATER) is None


def test_a_canary_whose_customers_come_back_is_stopped(past: Past) -> None:
    for _ in range(60):
        past.decided("live")
        past.came_back(past.decided("canary"))
    reason = judge(past).look(LATER)

    assert reason == (
        "customers came back after 100.0% of its 60 automatic replies, after 0.0% of the 60 of "
        "the live release"
    )


def test_a_low_rating_speaks_against_a_release_and_a_high_one_does_not(past: Past) -> None:
    past.came_back(past.decided("canary"), rating=2)
    past.came_back(past.decided("canary"), rating=5)
    trial = judge(past)
    trial.look(LATER)

    assert (trial.canary.settled, trial.canary.came_back) == (2, 1)


def test_a_canary_that_answers_nothing_is_stopped(past: Past) -> None:
    for _ in range(60):
        past.decided("live")
        past.decided("canary", automatic=False)
    reason = judge(past).look(MONDAY)

    assert reason == (
        "it answers 0.0% of 60 inquiries automatically, the live release 100.0% of 60"
    )


def test_nobody_is_counted_before_they_had_time_to_come_back(past: Past) -> None:
    past.came_back(past.decided("canary"), at=MONDAY + timedelta(minutes=50))
    past.came_back(past.decided("canary"), at=MONDAY + timedelta(minutes=90))
    trial = judge(past)
    trial.look(MONDAY + timedelta(minutes=59))
    assert trial.canary.settled == 0

    trial.look(LATER)
    assert (trial.canary.settled, trial.canary.came_back) == (2, 1)


def test_only_first_messages_since_the_start_by_these_two_count(past: Past) -> None:
    past.decided("live", at=MONDAY - AN_HOUR)
    past.decided("an earlier one")
    past.decided("canary", inquiry=replace(an_inquiry(), person_has_spoken=True))
    past.decided("canary", inquiry=replace(an_inquiry(), auto_reply_sent=True))
    past.decided("canary")
    trial = judge(past)
    trial.look(MONDAY)

    assert (trial.live.asked, trial.canary.asked) == (0, 1)


def test_a_judge_that_starts_anew_comes_to_the_same_verdict(past: Past) -> None:
    follower = judge(past)
    for number in range(60):
        past.decided("live")
        past.came_back(past.decided("canary"))
        if number % 7 == 0:
            follower.look(MONDAY)

    assert follower.look(LATER) == judge(past).look(LATER)
