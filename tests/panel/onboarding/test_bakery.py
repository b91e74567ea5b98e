"""The example that a new service may start from is whole and makes sense."""

from collections import Counter
from pathlib import Path

import pytest

from firstline.domain.services import Service
from firstline.domain.topics import Line, Mode
from firstline.learning.corpus import History, read_history
from firstline.learning.corpus.coverage import coverage_of
from firstline.panel.onboarding.bakery.history import ROWS, write_history
from firstline.panel.onboarding.contents import EXAMPLE
from firstline.workspace import load_examples, load_service

MAP = {
    "text": "message",
    "received_at": "created_at",
    "customer_id": "customer",
    "id": "ticket",
    "template_id": "macro",
    "topic": "category",
    "rating": "csat",
    "agent_id": "agent",
}


@pytest.fixture(scope="module")
def bakery() -> Service:
    return load_service(EXAMPLE)


@pytest.fixture(scope="module")
def past(bakery: Service, tmp_path_factory: pytest.TempPathFactory) -> History:
    path = tmp_path_factory.mktemp("bakery") / "history.csv"
    write_history(path, bakery)
    return read_history(path, bakery, column_map=MAP)


def test_its_files_have_no_problem(bakery: Service) -> None:
    assert len(bakery.topics.leaves) == 10
    assert len(bakery.templates) == 22
    assert len(load_examples(EXAMPLE, bakery)) == 2


def test_every_row_of_its_history_can_be_used(past: History) -> None:
    assert past.report.rows == ROWS >= 1_500
    assert past.report.cases == ROWS
    assert not past.report.rejected


def test_every_topic_template_and_fact_is_in_it(bakery: Service, past: History) -> None:
    coverage = coverage_of(past, bakery)

    assert coverage.can_train
    assert not coverage.lacks


def test_what_agents_sent_is_mostly_one_template_a_topic_and_state(
    bakery: Service, past: History
) -> None:
    sent = Counter(case.template_id for case in past.cases if case.template_id)
    asked = {topic.id for topic in bakery.topics.leaves if topic.line is not Line.EXPERT}

    assert set(sent) == {template.id for template in bakery.templates}
    assert {case.topic_id for case in past.cases} > asked - {"other"}
    assert bakery.topics[next(t.id for t in bakery.topics if t.id == "other")].mode is Mode.SUGGEST


def test_the_same_seed_gives_the_same_bytes(bakery: Service, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write_history(tmp_path / name, bakery, rows=50)

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
