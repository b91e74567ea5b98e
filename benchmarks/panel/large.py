"""A service as large as they get: 200 topics, 1,500 rules, a million journal rows, a draft."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from tests.builders import a_release

from benchmarks.many_rules import many_facts, many_rules
from firstline.domain.decisions import DecisionId
from firstline.domain.facts import FactName, Facts, FactValue
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.domain.topics import TopicId
from firstline.domain.traces import MessageAct, Prediction
from firstline.engine.assessments import Assessment, assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.decide import Decider
from firstline.engine.reading import Reading
from firstline.inference.ranker import ReplyRanker
from firstline.journal.decision_ids import first_id_at
from firstline.journal.entries import ENTRY, JournalEntry, RawInquiry, Timings
from firstline.journal.writer import Journal
from firstline.release.records import Release
from firstline.release.store import ReleaseStore
from firstline.release.writer import write_release

ROWS = 1_000_000
DIFFERENT = 2_000  # entries; the others repeat them under ids of their own
DAYS = 90
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TEXT = "Hello, please look at my order again, something is wrong with the price"
FOUND = (0.9, 0.04, 0.03, 0.02, 0.01)  # the first topic alone is above the floor
_FACTS = TypeAdapter(dict[FactName, FactValue])


def make_service(folder: Path, rows: int) -> Any:  # noqa: ANN401 - a `HostedService`
    """Make it, with a draft of a few edits."""
    from firstline.hosting.registering import add_example_people, register  # noqa: PLC0415

    content = many_rules()
    release = _release(content)
    digest = write_release(release, folder / "releases")
    ReleaseStore(folder / "releases").publish(digest, at=NOW)
    _write_journal(folder / "journal.sqlite3", content, digest, rows)
    hosted = register(folder)
    add_example_people(hosted)
    _edit(hosted, content)
    return hosted


def _release(content: Service) -> Release:
    topics = [topic.id for topic in content.topics.leaves]
    release = a_release(content, dict.fromkeys(topics, 1 / len(topics)), threshold=0.3)
    usage = {topic: {t.id: 0.5 for t in content.templates_of(topic)} for topic in topics}
    return replace(release, model=replace(release.model, ranker=ReplyRanker(usage=usage)))


def _edit(hosted: Any, content: Service) -> None:  # noqa: ANN401 - Django is set up by now
    from firstline.panel.accounts.models import User  # noqa: PLC0415
    from firstline.panel.content.drafts import Edit, mark_of, save_item  # noqa: PLC0415
    from firstline.panel.content.models import Kind  # noqa: PLC0415
    from firstline.workspace.items import template_item  # noqa: PLC0415

    owner = User.objects.get(username="owner@example.com")
    for template in content.templates[:5]:
        before = template_item(template)
        after = template_item(replace(template, rule=f"({template.rule}) or riders > 3"))
        edit = Edit(kind=Kind.TEMPLATE, key=template.id, body=after, by=owner)
        save_item(hosted, edit, seen=mark_of(before))


def _write_journal(path: Path, content: Service, digest: str, rows: int) -> None:
    """Fill a journal directly: what would take a million decisions takes a minute."""
    Journal(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        statement = "INSERT INTO decisions (id, entry) VALUES (?, ?)"
        with connection:
            connection.executemany(statement, _numbered(content, digest, rows))


def _numbered(content: Service, digest: str, rows: int) -> Iterator[tuple[str, bytes]]:
    entries = [ENTRY.dump_json(each) for each in _entries(content, digest)]
    started, step = NOW - timedelta(days=DAYS), timedelta(days=DAYS) / rows
    for number in range(rows):
        decision_id = f"{first_id_at(started + number * step)}{number:020x}"
        yield decision_id, entries[number % DIFFERENT].replace(b"DECISION", decision_id.encode())


def _entries(content: Service, digest: str) -> Iterator[JournalEntry]:
    """Decisions as the engine logs them, with the candidates of the topics that were found."""
    decider = Decider(service=content, thresholds=_release(content).thresholds, digest=digest)
    finder = CandidateFinder(content, _release(content).model)
    random_ = random.Random(9)
    topics = [topic.id for topic in content.topics.leaves]
    for facts, received_at in many_facts(content.schema, DIFFERENT):
        assessed = _assessed(finder, facts, received_at, random_.sample(topics, 5))
        yield JournalEntry(
            decision_id=DecisionId("DECISION"),  # replaced in each copy
            decided_at=received_at,
            inquiry=_raw(facts, received_at),
            decision=decider.decide(assessed),
            timings=Timings(waiting=0.0, reading=0.001, deciding=0.004),
        )


def _assessed(
    finder: CandidateFinder, facts: Facts, received_at: datetime, topics: Sequence[TopicId]
) -> Assessment:
    inquiry = Inquiry(id=InquiryId(""), text=TEXT, received_at=received_at, facts=facts)
    language = finder.service.languages[0]
    reading = Reading(inquiry=inquiry, text=TEXT, act=MessageAct.SUBSTANCE, language=language)
    predictions = tuple(
        Prediction(topic_id=topic, probability=share, likeness=share)
        for topic, share in zip(topics, FOUND, strict=True)
    )
    return assess(reading, finder, predictions=predictions)


def _raw(facts: Facts, received_at: datetime) -> RawInquiry:
    plain = _FACTS.dump_python(dict(facts), mode="json")
    return RawInquiry(id=InquiryId("1"), text=TEXT, received_at=received_at, facts=plain)
