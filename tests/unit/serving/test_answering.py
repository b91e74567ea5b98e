import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from tests.builders import ACCIDENT, LOST_ITEM, MONDAY, an_inquiry

from firstline.domain.decisions import AutoReply, DecisionId, Escalation
from firstline.domain.errors import ReleaseNotFound
from firstline.engine import Engine
from firstline.journal.decision_ids import new_decision_id
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind
from firstline.journal.reader import JournalReader
from firstline.journal.writer import Journal
from firstline.serving.answering import Answerer
from firstline.serving.errors import IdempotencyConflict, Overloaded

T = TypeVar("T")


def run(awaitable: Awaitable[T]) -> T:
    async def wait() -> T:
        return await awaitable

    return asyncio.run(wait())


def test_a_decision_is_in_the_journal_before_anybody_sees_it(answerer: Answerer) -> None:
    entry = run(answerer.answer(an_inquiry()))

    assert isinstance(entry.decision, AutoReply)
    assert answerer.journal.reader.entry(entry.decision_id) == entry


def test_only_the_redacted_text_is_kept(answerer: Answerer, tmp_path: Path) -> None:
    entry = run(answerer.answer(an_inquiry("I paid twice, write to carla@example.com")))

    assert entry.inquiry.text == "I paid twice, write to ⟨EMAIL⟩"
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    assert not any(b"carla@example.com" in content for content in files)


def test_many_customers_at_once_each_get_their_own_answer(answerer: Answerer) -> None:
    async def ask_all() -> list[str]:
        inquiries = [an_inquiry(LOST_ITEM), an_inquiry(ACCIDENT)] * 20
        entries = await asyncio.gather(*map(answerer.answer, inquiries))
        return [entry.decision.kind for entry in entries]

    assert run(ask_all()) == ["auto_reply", "escalation"] * 20


def test_asking_again_with_the_same_key_gives_the_same_decision(answerer: Answerer) -> None:
    async def ask_twice() -> list[DecisionId]:
        again = replace(an_inquiry(), received_at=datetime(2026, 3, 3, tzinfo=UTC))
        entries = [
            await answerer.answer(inquiry, idempotency_key="k") for inquiry in (an_inquiry(), again)
        ]
        return [entry.decision_id for entry in entries]

    first, second = run(ask_twice())

    assert first == second
    assert len(list(answerer.journal.reader.entries())) == 1


def test_one_key_sent_twice_at_once_still_makes_one_decision(answerer: Answerer) -> None:
    async def ask_together() -> set[DecisionId]:
        asked = [answerer.answer(an_inquiry(), idempotency_key="k") for _ in range(8)]
        return {entry.decision_id for entry in await asyncio.gather(*asked)}

    assert len(run(ask_together())) == 1
    assert len(list(answerer.journal.reader.entries())) == 1


def test_a_key_is_never_shared_by_two_inquiries(answerer: Answerer) -> None:
    async def ask_two_things() -> None:
        await answerer.answer(an_inquiry(), idempotency_key="k")
        await answerer.answer(an_inquiry(LOST_ITEM), idempotency_key="k")

    with pytest.raises(IdempotencyConflict, match="was used for another inquiry"):
        run(ask_two_things())


def test_more_inquiries_than_can_wait_are_refused_at_once_and_the_others_answered(
    journal: Journal, engine: Engine
) -> None:
    async def ask_together() -> list[JournalEntry | BaseException]:
        asked = [answerer.answer(an_inquiry()) for _ in range(6)]
        return await asyncio.gather(*asked, return_exceptions=True)

    answerer = Answerer(journal=journal, sessions=1, max_waiting=2)
    answerer.switch_to(engine)
    results = run(ask_together())
    assert [type(result) for result in results] == [JournalEntry] * 3 + [Overloaded] * 3
    assert len(list(journal.reader.entries())) == 3


def test_without_a_live_release_the_error_says_what_to_do(journal: Journal) -> None:
    with pytest.raises(ReleaseNotFound, match="train one and publish it"):
        run(Answerer(journal=journal, sessions=1).answer(an_inquiry()))


def test_what_the_agent_wrote_is_stored_redacted(answerer: Answerer) -> None:
    async def answer_and_tell() -> Outcome:
        entry = await answerer.answer(an_inquiry())
        told = Outcome(
            decision_id=entry.decision_id,
            kind=OutcomeKind.AGENT_REPLY,
            recorded_at=MONDAY,
            text="Dear Carla, I wrote to carla@example.com",
        )
        return await answerer.record_outcome(told)

    outcome = run(answer_and_tell())

    assert "carla@example.com" not in outcome.text
    assert answerer.journal.reader.outcomes(outcome.decision_id) == (outcome,)


def test_closing_finishes_what_was_begun(answerer: Answerer, tmp_path: Path) -> None:
    async def ask_and_close() -> DecisionId:
        asked = asyncio.create_task(answerer.answer(an_inquiry()))
        await asyncio.sleep(0)  # the inquiry is with a session now
        entry = await asked
        await asyncio.to_thread(answerer.close)
        return entry.decision_id

    decision_id = run(ask_and_close())

    reader = JournalReader(tmp_path / "journal.sqlite3")
    assert reader.entry(decision_id).decision_id == decision_id
    reader.close()


def test_expert_topics_never_get_an_automatic_reply(answerer: Answerer) -> None:
    entry = run(answerer.answer(an_inquiry(ACCIDENT)))

    assert isinstance(entry.decision, Escalation)
    assert entry.decision.line == "expert"


def test_a_customer_who_leaves_early_stops_nobody_else(answerer: Answerer) -> None:
    async def leave_and_ask() -> DecisionId:
        for _ in range(20):
            leaving = asyncio.create_task(answerer.answer(an_inquiry()))
            await asyncio.sleep(0)  # a session has begun, or it waits for one
            leaving.cancel()
        return (await answerer.answer(an_inquiry(LOST_ITEM))).decision_id

    decision_id = run(leave_and_ask())

    assert answerer.journal.reader.entry(decision_id).decision_id == decision_id


def test_ids_sort_by_time_and_never_collide() -> None:
    moments = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 29)]
    ids = [new_decision_id(moment) for moment in moments]
    make: Callable[[datetime], DecisionId] = new_decision_id
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(make, [MONDAY] * 1_000))

    assert ids == sorted(ids)
    assert len(set(together)) == 1_000
