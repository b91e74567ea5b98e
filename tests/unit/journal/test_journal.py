import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import ACCIDENT, CHARGED_TWICE, LOST_ITEM, MONDAY, an_inquiry

from firstline.domain.decisions import AutoReply, DecisionId
from firstline.domain.errors import JournalError
from firstline.engine import Engine
from firstline.journal.entries import ENTRY, JournalEntry, Outcome, OutcomeKind, Timings
from firstline.journal.reader import DecisionNotFound, JournalReader
from firstline.journal.writer import Journal

PATIENCE_S = 10


@pytest.fixture(scope="session")
def entry(engine: Engine) -> JournalEntry:
    return an_entry(engine, CHARGED_TWICE)


def an_entry(engine: Engine, text: str) -> JournalEntry:
    inquiry = an_inquiry(text)
    return JournalEntry(
        decision_id=DecisionId("d1"),
        decided_at=MONDAY,
        inquiry=inquiry,
        decision=engine.answer(inquiry.typed(engine.release.service)),
        timings=Timings(waiting=0.0, reading=0.001, deciding=0.005),
    )


@contextmanager
def a_full_disk(path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the journal's size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_recorded_decision_is_read_back_as_it_was(journal: Journal, entry: JournalEntry) -> None:
    assert journal.record(entry).result(PATIENCE_S)

    assert journal.reader.entry(entry.decision_id) == entry


@pytest.mark.parametrize("text", [CHARGED_TWICE, LOST_ITEM, ACCIDENT, "", "vielleicht morgen"])
def test_every_kind_of_decision_survives_the_way_through_json(engine: Engine, text: str) -> None:
    entry = an_entry(engine, text)

    assert ENTRY.validate_json(ENTRY.dump_json(entry)) == entry


def test_a_decision_replays_to_the_bit_from_the_journal_alone(
    journal: Journal, engine: Engine, entry: JournalEntry
) -> None:
    journal.record(entry).result(PATIENCE_S)

    kept = journal.reader.entry(entry.decision_id)

    assert engine.answer(kept.inquiry.typed(engine.release.service)) == kept.decision


@given(probability=st.floats(min_value=0, max_value=1))
def test_no_bit_of_a_probability_is_lost(entry: JournalEntry, probability: float) -> None:
    assert isinstance(entry.decision, AutoReply)
    reply = replace(entry.decision.reply, probability=probability)
    changed = replace(entry, decision=replace(entry.decision, reply=reply))

    assert ENTRY.validate_json(ENTRY.dump_json(changed)) == changed


def test_entries_come_in_the_order_in_which_they_were_recorded(
    journal: Journal, entry: JournalEntry
) -> None:
    ids = [DecisionId(f"d{number}") for number in range(1_200)]  # more than two pages
    wait([journal.record(replace(entry, decision_id=decision_id)) for decision_id in ids])

    assert [found.decision_id for found in journal.reader.entries()] == ids


def test_the_first_entry_of_an_idempotency_key_stands(
    journal: Journal, entry: JournalEntry
) -> None:
    later = replace(entry, decision_id=DecisionId("d2"))

    assert journal.record(entry, idempotency_key="k").result(PATIENCE_S)
    assert not journal.record(later, idempotency_key="k").result(PATIENCE_S)

    assert journal.reader.entry_of_key("k") == entry
    assert list(journal.reader.entries()) == [entry]


def test_outcomes_are_kept_in_order(journal: Journal, entry: JournalEntry) -> None:
    journal.record(entry).result(PATIENCE_S)
    outcomes = tuple(
        Outcome(decision_id=entry.decision_id, kind=kind, recorded_at=MONDAY)
        for kind in (OutcomeKind.FOLLOWED_UP, OutcomeKind.ESCALATED)
    )
    wait([journal.record_outcome(outcome) for outcome in outcomes])

    assert journal.reader.outcomes(entry.decision_id) == outcomes


def test_an_outcome_of_an_unknown_decision_is_refused(journal: Journal) -> None:
    outcome = Outcome(decision_id=DecisionId("d9"), kind=OutcomeKind.ESCALATED, recorded_at=MONDAY)

    with pytest.raises(DecisionNotFound, match="there is no decision `d9` in the journal"):
        journal.record_outcome(outcome)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM decisions", "UPDATE decisions SET entry = ''", "DELETE FROM outcomes"],
)
def test_nobody_rewrites_history_by_mistake(
    journal: Journal, entry: JournalEntry, tmp_path: Path, statement: str
) -> None:
    journal.record(entry).result(PATIENCE_S)
    outcome = Outcome(decision_id=entry.decision_id, kind=OutcomeKind.ESCALATED, recorded_at=MONDAY)
    journal.record_outcome(outcome).result(PATIENCE_S)
    connection = sqlite3.connect(tmp_path / "journal.sqlite3")

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    connection.close()


def test_a_journal_opens_again_after_it_was_closed(tmp_path: Path, entry: JournalEntry) -> None:
    path = tmp_path / "again.sqlite3"
    for number in range(3):
        journal = Journal(path)
        journal.record(replace(entry, decision_id=DecisionId(f"d{number}"))).result(PATIENCE_S)
        journal.close()

    reader = JournalReader(path)
    assert [found.decision_id for found in reader.entries()] == ["d0", "d1", "d2"]
    reader.close()


def test_what_waits_is_written_before_the_journal_closes(
    tmp_path: Path, entry: JournalEntry
) -> None:
    journal = Journal(tmp_path / "closing.sqlite3")
    waiting = [
        journal.record(replace(entry, decision_id=DecisionId(f"d{number}")))
        for number in range(300)
    ]
    journal.close()

    assert all(future.result(0) for future in waiting)
    with pytest.raises(JournalError, match="the service is stopping"):
        journal.record(entry)


def test_a_full_disk_fails_the_decision_and_heals_when_there_is_room(
    journal: Journal, entry: JournalEntry, tmp_path: Path
) -> None:
    wide = replace(entry, inquiry=replace(entry.inquiry, text="x" * 1_000_000))

    with a_full_disk(tmp_path / "journal.sqlite3"):
        failure = journal.record(wide).exception(PATIENCE_S)

    assert isinstance(failure, JournalError)
    assert list(journal.reader.entries()) == []
    assert journal.record(wide).result(PATIENCE_S)


def test_a_journal_that_somebody_else_locks_is_reported_not_waited_for_forever(
    journal: Journal, entry: JournalEntry, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "journal.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert isinstance(journal.record(entry).exception(PATIENCE_S), JournalError)
    assert isinstance(journal.probe().exception(PATIENCE_S), JournalError)
    other.execute("ROLLBACK")
    other.close()
    assert journal.probe().exception(PATIENCE_S) is None


def test_a_write_that_nobody_waits_for_any_more_is_left_out(
    tmp_path: Path, entry: JournalEntry
) -> None:
    journal = Journal(tmp_path / "patient.sqlite3")
    other = sqlite3.connect(tmp_path / "patient.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # the writer waits for it
    first = journal.record(entry)
    left, stayed = (
        journal.record(replace(entry, decision_id=DecisionId(name))) for name in ("left", "stayed")
    )
    cancelled = left.cancel()
    other.execute("ROLLBACK")
    other.close()
    wait([first, stayed])

    kept = {found.decision_id for found in journal.reader.entries()}
    assert stayed.exception(0) is None
    assert ("left" in kept) is not cancelled
    journal.close()


def test_an_entry_that_cannot_be_written_leaves_the_writer_alive(
    journal: Journal, entry: JournalEntry
) -> None:
    lone_surrogate = journal.record(entry, idempotency_key="\ud800")

    assert isinstance(lone_surrogate.exception(PATIENCE_S), JournalError)
    assert journal.record(entry).result(PATIENCE_S)


def test_only_the_owner_may_read_a_journal(journal: Journal, tmp_path: Path) -> None:
    journal.probe().result(PATIENCE_S)

    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_a_journal_of_a_later_format_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "later.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()

    with pytest.raises(JournalError, match="has format 2, this Firstline reads 1"):
        Journal(path)


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 100)

    with pytest.raises(JournalError, match="cannot be opened"):
        Journal(path)


def test_a_journal_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="there is no readable journal"):
        JournalReader(tmp_path / "none.sqlite3")


def test_reading_a_closed_journal_says_so(journal: Journal, entry: JournalEntry) -> None:
    journal.close()

    with pytest.raises(JournalError, match="cannot be read"):
        journal.reader.entry(entry.decision_id)
