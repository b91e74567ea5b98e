from pathlib import Path

import pytest

from firstline.domain.errors import HistoryError
from firstline.learning.corpus import (
    parse_column_map,
    read_history,
    read_labels,
    service_from_labels,
)


@pytest.fixture
def intents(tmp_path: Path) -> Path:
    path = tmp_path / "intents.jsonl"
    path.write_text(
        '{"utterance": "Where is my card?", "intent": "card_arrival"}\n'
        '{"utterance": "Sing a song", "intent": "oos"}\n'
        "broken\n"
        '{"utterance": "Why twice?", "intent": ["no", "label"]}\n'
        '{"utterance": "Still no card", "intent": "card_arrival"}\n'
    )
    return path


COLUMNS = parse_column_map("text=utterance, topic=intent")


def test_labels_are_the_topics_of_a_data_set(intents: Path) -> None:
    assert read_labels(intents, column_map=COLUMNS) == ("card_arrival", "oos")


def test_a_data_set_without_a_topic_has_no_labels(intents: Path) -> None:
    with pytest.raises(HistoryError, match="there is no column `topic`"):
        read_labels(intents, column_map={"text": "utterance", "template_id": "intent"})


def test_a_labelled_set_becomes_a_service_with_one_reply_per_label(intents: Path) -> None:
    service = service_from_labels("cards", ["card_arrival", "oos"], without_template=["oos"])
    assert [topic.name for topic in service.topics.leaves] == ["Card arrival", "Oos"]
    history = read_history(intents, service, column_map=COLUMNS)
    assert [(case.topic_id, case.template_id) for case in history.cases] == [
        ("card_arrival", "reply_card_arrival"),
        ("oos", None),
        ("card_arrival", "reply_card_arrival"),
    ]


def test_labels_that_come_twice_are_one_topic() -> None:
    assert len(service_from_labels("cards", ["a", "b", "a"]).topics.leaves) == 2


@pytest.mark.parametrize("text", ["text", "=utterance", "text=", "text=a,topic"])
def test_a_column_map_needs_both_sides(text: str) -> None:
    with pytest.raises(HistoryError, match="is no column map; write text=utterance"):
        parse_column_map(text)
