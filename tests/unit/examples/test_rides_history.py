"""The generated history looks like real support, and agents follow the rules in it."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from examples.rides.history.arrivals import DAYS, FIRST_DAY
from examples.rides.history.generate import Row, as_cell, columns, generate, main
from examples.rides.history.library import Library, TopicPhrases, read_library
from examples.rides.history.messages import INVENTED, SLOT, SUMS
from examples.rides.history.replies import Agents

from firstline.domain.facts import FactType
from firstline.domain.services import Service
from firstline.domain.topics import TopicId

BIG = 3.2  # share from which on a topic is one of the ten big ones
LAST_THREE_WEEKS = FIRST_DAY + timedelta(days=DAYS - 21)


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library()


def share(rows: list[Row], holds: Callable[[Row], object]) -> float:
    return sum(bool(holds(row)) for row in rows) / len(rows)


def when(row: Row) -> datetime:
    return datetime.fromisoformat(row["received_at"])


def typed_facts(row: Row, service: Service) -> dict[str, object]:
    return {
        fact.name: _items(row[fact.name]) if fact.type is FactType.LIST else row[fact.name]
        for fact in service.schema
    }


def _items(cell: str) -> list[str] | None:
    return re.findall(r'"(\w+)"', cell) if cell else None


def test_the_same_seed_gives_the_same_history_and_another_seed_another(rides: Service) -> None:
    once, again = (generate(rows=300, seed=3, service=rides) for _ in range(2))
    assert once == again
    assert once != generate(rows=300, seed=4, service=rides)


def test_a_row_has_a_column_for_every_fact_and_keeps_its_value(
    rides: Service, history: list[Row]
) -> None:
    for row in history[:500]:
        assert set(row) == set(columns(rides))
        facts = rides.schema.parse(typed_facts(row, rides))
        assert {fact.name: as_cell(facts[fact.name]) for fact in rides.schema} == {
            fact.name: row[fact.name] for fact in rides.schema
        }


def test_messages_come_in_over_twelve_weeks_and_more_of_them_at_weekends(
    history: list[Row],
) -> None:
    assert min(map(when, history)) >= FIRST_DAY
    assert max(map(when, history)) < FIRST_DAY + timedelta(days=DAYS)
    by_weekday = Counter(when(row).weekday() for row in history)
    assert by_weekday[5] > 1.2 * by_weekday[1]
    assert history == sorted(history, key=when)


def test_every_topic_has_rows_some_have_many_and_most_have_few(
    rides: Service, history: list[Row]
) -> None:
    counts = Counter(row["topic"] for row in history)
    late = {"scooter_end_ride"}
    assert set(counts) == {str(leaf.id) for leaf in rides.topics.leaves}
    assert min(count for topic, count in counts.items() if topic not in late) >= 25
    assert sum(count > 0.05 * len(history) for count in counts.values()) >= 3


def test_one_topic_is_new_in_the_last_three_weeks_and_one_doubles_its_share(
    history: list[Row],
) -> None:
    assert min(when(r) for r in history if r["topic"] == "scooter_end_ride") >= LAST_THREE_WEEKS
    first = [r for r in history if when(r) < FIRST_DAY + timedelta(days=28)]
    last = [r for r in history if when(r) >= FIRST_DAY + timedelta(days=DAYS - 28)]
    before, after = (
        share(part, lambda r: r["topic"] == "no_driver_found") for part in (first, last)
    )
    assert 1.2 < after / before < 2.5


def test_the_shares_are_those_that_the_readme_promises(rides: Service, history: list[Row]) -> None:
    experts = set(rides.topics.expert_leaves())
    assert 0.06 <= share(history, lambda r: r["topic"] in experts) <= 0.08
    assert 0.03 <= share(history, lambda r: r["topic"] == "out_of_scope") <= 0.05
    assert 0.05 <= share(history, lambda r: re.search(r"[ぁ-んァ-ン一-龯]", r["text"])) <= 0.08
    assert 0.05 <= share(history, lambda r: re.search(r"[а-яА-Я]", r["text"])) <= 0.08
    assert share(history, lambda r: r["template_id"]) >= 0.75


def test_few_messages_are_alike_and_some_hold_personal_data(history: list[Row]) -> None:
    assert len({row["text"] for row in history}) >= 0.9 * len(history)
    assert all(row["text"].strip() for row in history)
    assert share(history, lambda r: re.search(r"@|\+44 7700 900\d{3}|RD-\d{8}", r["text"])) > 0.03
    assert share(history, lambda r: len(r["text"]) < 25) > 0.1


def test_every_topic_can_be_said_in_many_ways(library: Library, rides: Service) -> None:
    assert set(library.topics) == {str(leaf.id) for leaf in rides.topics.leaves}
    ways = {topic: len(_skeletons(phrases)) for topic, phrases in library.topics.items()}
    assert min(ways.values()) >= 60
    assert all(ways[t] >= 100 for t, p in library.topics.items() if p.share >= BIG), ways
    for language in ("ja", "ru"):
        told = [set(p.stories.get(language, ())) for p in library.topics.values()]
        assert sum(len(stories) >= 25 for stories in told) >= 30


def _skeletons(phrases: TopicPhrases) -> set[str]:
    return {text for part in phrases.english.values() for text in part} | {*phrases.stories["en"]}


def test_every_slot_of_a_phrase_can_be_filled(library: Library) -> None:
    fillable = {"name", *SUMS, *INVENTED, *library.common["slots"]}
    for topic, phrases in library.topics.items():
        texts = " ".join((*_skeletons(phrases), *(t for s in phrases.stories.values() for t in s)))
        assert set(SLOT.findall(texts)) <= fillable, topic


def test_every_reply_speaks_the_languages_in_which_customers_ask(
    library: Library, rides: Service
) -> None:
    for topic, phrases in library.topics.items():
        for template in rides.templates_of(TopicId(topic)):
            assert set(phrases.stories) <= set(template.texts), template.id


def test_agents_follow_the_rules_but_for_three_percent(rides: Service, history: list[Row]) -> None:
    agents = Agents(rides)
    answered = [row for row in history if row["template_id"]]
    wrong = [row for row in answered if row["template_id"] != _right(agents, rides, row)]
    assert 0.02 <= len(wrong) / len(answered) <= 0.04
    unanswerable = [row for row in history if not _right(agents, rides, row)]
    assert not any(row["template_id"] for row in unanswerable)


def _right(agents: Agents, service: Service, row: Row) -> str:
    facts = service.schema.parse(typed_facts(row, service), zone=UTC)
    return agents.right_template(row["topic"], facts, when(row))


def test_every_template_has_been_sent(rides: Service, history: list[Row]) -> None:
    sent = {row["template_id"] for row in history}
    assert {str(t.id) for t in rides.templates} <= sent


def test_some_facts_are_missing(rides: Service, history: list[Row]) -> None:
    for fact in rides.schema:
        missing = sum(not row[fact.name] for row in history) / len(history)
        assert missing >= 0.03 if fact.nullable else 0.01 <= missing <= 0.03, fact.name


def test_most_customers_write_once(history: list[Row]) -> None:
    messages = Counter(row["customer_id"] for row in history)
    assert 0.65 <= sum(count == 1 for count in messages.values()) / len(messages) <= 0.75


def test_the_history_can_be_written_from_the_command_line(
    rides: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "history.csv"
    monkeypatch.setattr("sys.argv", ["generate.py", "--out", str(file), "--rows", "120"])
    main()
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows == generate(rows=120, service=rides)
