"""A rehearsal: what a release would have decided on a history, before there is a journal.

It is kept in the journal's format but in a file of its own, so that pages can show the effect of
a change from the first day, and nobody takes what was never sent for what was.
"""

import sqlite3
from collections.abc import Iterable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from firstline.domain.decisions import Decision
from firstline.domain.facts import FactName, FactValue
from firstline.domain.inquiries import Inquiry
from firstline.journal.decision_ids import new_decision_id
from firstline.journal.entries import JournalEntry, RawInquiry, Timings
from firstline.journal.writer import Journal

_FACTS = TypeAdapter(dict[FactName, FactValue])
_UNTIMED = Timings(waiting=0.0, reading=0.0, deciding=0.0)


def rehearse(decisions: Iterable[tuple[Inquiry, Decision]], path: Path) -> int:
    """Write decisions about past inquiries, in the place of an earlier rehearsal.

    Returns:
        how many there are.

    Raises:
        JournalError: the file cannot be written.
    """
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    journal = Journal(draft)
    try:
        written: list[Future[bool]] = [
            journal.record(_entry(inquiry, decision)) for inquiry, decision in decisions
        ]
        for one in written:
            one.result()
    finally:
        journal.close()
    _fold(draft)
    draft.replace(path)
    return len(written)


def _fold(draft: Path) -> None:
    """Put all of it into the one file that is renamed; the journal's reader closed last."""
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _entry(inquiry: Inquiry, decision: Decision) -> JournalEntry:
    facts = _FACTS.dump_python(dict(inquiry.facts), mode="json")
    raw = RawInquiry(
        id=inquiry.id,
        text=inquiry.text,
        received_at=inquiry.received_at,
        facts={name: value for name, value in facts.items() if value is not None},
        conversation_id=inquiry.conversation_id,
        customer_id=inquiry.customer_id,
    )
    return JournalEntry(
        decision_id=new_decision_id(inquiry.received_at),
        decided_at=inquiry.received_at,
        inquiry=raw,
        decision=decision,
        timings=_UNTIMED,
    )


def in_time(inquiries: Iterable[Inquiry]) -> list[Inquiry]:
    """Sort inquiries as they came in, each as the first message of its conversation."""
    fresh = (replace(one, person_has_spoken=False, auto_reply_sent=False) for one in inquiries)
    return sorted(fresh, key=lambda inquiry: inquiry.received_at)
