import asyncio
from pathlib import Path

import pytest
from tests.builders import MONDAY, an_inquiry

from firstline.domain.decisions import Suggestion, SuggestionReason
from firstline.domain.pauses import Pause
from firstline.release.pauses import Pauses
from firstline.serving.answering import Answerer
from firstline.serving.pausing import PauseFollower


@pytest.fixture
def pauses(tmp_path: Path) -> Pauses:
    return Pauses(tmp_path)


@pytest.fixture
def follower(pauses: Pauses, answerer: Answerer) -> PauseFollower:
    return PauseFollower(pauses=pauses, answerer=answerer)


def kind(answerer: Answerer) -> str:
    return asyncio.run(answerer.answer(an_inquiry())).decision.kind


def test_a_paused_service_sends_nothing_until_somebody_resumes(
    follower: PauseFollower, pauses: Pauses, answerer: Answerer
) -> None:
    pauses.start(Pause(since=MONDAY, by="Olga", why="prices are wrong"))
    follower.look()
    decision = asyncio.run(answerer.answer(an_inquiry())).decision

    assert isinstance(decision, Suggestion)
    assert decision.reason is SuggestionReason.PAUSED
    assert answerer.metrics.registry.get_sample_value("firstline_pauses") == 1

    pauses.end(None, by="Olga", at=MONDAY)
    follower.look()
    assert kind(answerer) == "auto_reply"
    assert answerer.metrics.registry.get_sample_value("firstline_pauses") == 0


def test_a_damaged_pause_pauses(
    follower: PauseFollower, answerer: Answerer, tmp_path: Path
) -> None:
    (tmp_path / "paused.json").write_text("not JSON")
    follower.look()

    assert kind(answerer) == "suggestion"
