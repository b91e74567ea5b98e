from pathlib import Path

import pytest
from tests.builders import MONDAY

from firstline.domain.pauses import Pause
from firstline.domain.topics import TopicId
from firstline.release.pauses import Pauses
from firstline.release.store import ReleaseStore

WHOLE = Pause(since=MONDAY, by="Olga", why="prices are wrong")
FEES = TopicId("fees")
OF_FEES = Pause(topic=FEES, since=MONDAY, by="Pavel")


@pytest.fixture
def pauses(tmp_path: Path) -> Pauses:
    return ReleaseStore(tmp_path).pauses


def test_a_pause_holds_until_it_is_ended(pauses: Pauses) -> None:
    assert pauses.in_force() == ()
    pauses.start(OF_FEES)
    pauses.start(WHOLE)
    assert pauses.in_force() == (WHOLE, OF_FEES)

    assert pauses.end(None, by="Olga", at=MONDAY)
    assert pauses.in_force() == (OF_FEES,)
    assert not pauses.end(None, by="Olga", at=MONDAY)


def test_every_change_is_seen_without_reading(pauses: Pauses) -> None:
    seen = [pauses.signature()]
    pauses.start(WHOLE)
    seen.append(pauses.signature())
    pauses.start(WHOLE)
    seen.append(pauses.signature())
    pauses.end(None, by="Olga", at=MONDAY)

    assert len(set(seen)) == 3
    assert pauses.signature() == seen[0]


@pytest.mark.parametrize(("name", "topic"), [("paused.json", None), ("paused-fees.json", FEES)])
def test_a_pause_that_cannot_be_read_still_holds(
    pauses: Pauses, tmp_path: Path, name: str, topic: TopicId | None
) -> None:
    (tmp_path / name).write_text("{")

    assert [pause.topic for pause in pauses.in_force()] == [topic]


def test_a_store_that_is_not_there_pauses_nothing(tmp_path: Path) -> None:
    assert ReleaseStore(tmp_path / "none").pauses.in_force() == ()


def test_pauses_are_written_down(pauses: Pauses, tmp_path: Path) -> None:
    pauses.start(WHOLE)
    pauses.end(None, by="Pavel", at=MONDAY)

    started, ended = (tmp_path / "pauses.jsonl").read_text().splitlines()
    assert "prices are wrong" in started
    assert "Pavel" in ended
