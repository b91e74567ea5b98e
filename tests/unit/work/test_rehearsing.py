from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.builders import MONDAY, a_service, an_inquiry

from firstline.engine import Engine
from firstline.journal.reader import JournalReader
from firstline.work.rehearsing import in_time, rehearse


def test_a_rehearsal_reads_like_a_journal_of_what_would_have_been_decided(
    engine: Engine, tmp_path: Path
) -> None:
    inquiry = an_inquiry().typed(a_service())
    path = tmp_path / "rehearsal.sqlite3"

    rehearse([(inquiry, engine.answer(inquiry))], path)
    count = rehearse([(inquiry, engine.answer(inquiry))] * 3, path)  # takes the earlier one's place

    reader = JournalReader(path)
    entries = list(reader.entries())
    reader.close()
    assert count == len(entries) == 3
    assert entries[0].decided_at == inquiry.received_at
    assert entries[0].inquiry.typed(engine.release.service).facts == inquiry.facts
    assert [each.name for each in tmp_path.iterdir()] == ["rehearsal.sqlite3"]


def test_inquiries_are_rehearsed_in_their_order_as_if_nobody_had_answered_yet() -> None:
    first = an_inquiry().typed(a_service())
    later = replace(first, received_at=MONDAY + timedelta(hours=1), person_has_spoken=True)

    ordered = in_time([later, first])

    assert [each.received_at for each in ordered] == [MONDAY, MONDAY + timedelta(hours=1)]
    assert not any(each.person_has_spoken for each in ordered)
