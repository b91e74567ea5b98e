import csv
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.builders import ACCIDENT, CHARGED_TWICE, LOST_ITEM
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.cli.doors.classified import BATCH, classified
from firstline.cli.doors.messages import BadLine, Layout, Message, read_messages
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained

Classify = Callable[..., Result]
TOPICS = {CHARGED_TWICE: "charged_twice", LOST_ITEM: "lost_item", ACCIDENT: "accident"}


@pytest.fixture
def classify(tiny_release_store: Path, tmp_path: Path) -> Classify:
    """Classify what a file of this name holds, or a pipe for the name `-`."""

    def run(content: str | bytes, *options: str, name: str = "messages.txt") -> Result:
        raw = content.encode() if isinstance(content, str) else content
        path = tmp_path / name
        if name != "-":
            path.write_bytes(raw)
        file = name if name == "-" else str(path)
        words = ["classify", file, f"--store={tiny_release_store}", *options]
        return CliRunner().invoke(command_line(["classify"]), words, input=raw)

    return run


def records(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def found_topics(result: Result) -> list[tuple[object, object]]:
    return [(record["line"], record["topic"]) for record in records(result)]


def test_every_line_gets_topic_sentiment_and_language(classify: Classify) -> None:
    result = classify("\n".join(TOPICS))

    assert result.exit_code == 0, result.output
    assert found_topics(result) == list(enumerate(TOPICS.values(), start=1))
    first = records(result)[0]
    assert (first["text"], first["language"], first["act"]) == (CHARGED_TWICE, "en", "substance")
    assert isinstance(first["probability"], float)
    assert first["sentiment"] in {"negative", "neutral", "positive"}
    assert isinstance(first["sentiment_probability"], float)
    assert "3 classified, 0 left out" in result.stderr


def test_a_table_is_read_by_the_name_of_its_column(classify: Classify) -> None:
    table = (
        f'id,body\n1,"{CHARGED_TWICE}"\n\n2,"Hi,\nI left my phone\nin the car"\n3,taxi was late\n'
    )
    result = classify(table, "--column=body", name="messages.csv")

    assert result.exit_code == 0
    assert found_topics(result)[:2] == [(2, "charged_twice"), (4, "lost_item")]
    assert found_topics(result)[2][0] == 7


def test_objects_are_read_by_the_name_of_their_member(classify: Classify) -> None:
    lines = "\n\n".join(json.dumps({"id": 1, "text": text}) for text in TOPICS)
    result = classify(lines, name="messages.jsonl")

    assert result.exit_code == 0
    assert found_topics(result) == list(zip((1, 3, 5), TOPICS.values(), strict=True))


def test_a_pipe_is_read_and_a_table_written(classify: Classify) -> None:
    result = classify(f"{CHARGED_TWICE}\n{LOST_ITEM}\n", "--to=csv", name="-")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["topic"] for row in rows] == ["charged_twice", "lost_item"]


def test_a_pipe_may_hold_objects_too(classify: Classify) -> None:
    result = classify(json.dumps({"text": LOST_ITEM}), "--from=jsonl", name="-")

    assert found_topics(result) == [(1, "lost_item")]


@pytest.mark.parametrize(
    ("name", "bad", "why"),
    [
        ("m.txt", b"caf\xe9", "it is not UTF-8"),
        ("m.jsonl", b"{", "it is no JSON (Expecting"),
        ("m.jsonl", b"[" * 100_000, "it is no JSON (maximum recursion"),
        ("m.jsonl", b'["text"]', "it is no JSON object"),
        ("m.jsonl", b'{"body": "hello"}', "it has no text in `text`"),
        ("m.jsonl", b'{"text": 7}', "it has no text in `text`"),
        ("m.jsonl", b'{"text": "\\ud800"}', "it is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_number_and_left_out(
    classify: Classify, name: str, bad: bytes, why: str
) -> None:
    good = (json.dumps({"text": LOST_ITEM}) if name == "m.jsonl" else LOST_ITEM).encode()
    result = classify(b"\n".join([good, bad, good]), name=name)

    assert result.exit_code == 1
    assert found_topics(result) == [(1, "lost_item"), (3, "lost_item")]
    assert f"line 2 is left out: {why}" in result.stderr
    assert "2 classified, 1 left out" in result.stderr


def test_rows_without_a_message_are_told_and_left_out(classify: Classify) -> None:
    endless = '"' + "x" * 200_000 + '"'
    table = f'n,text\n1,"{LOST_ITEM}"\n2\n3,  \n4,{endless}\n5,caf\xe9\n6,"{LOST_ITEM}"\n'
    result = classify(table.encode("latin-1"), name="messages.csv")

    assert result.exit_code == 1
    assert found_topics(result) == [(2, "lost_item"), (7, "lost_item")]
    for line, why in ((3, "it has no text"), (4, "it has no text"), (6, "it is not UTF-8")):
        assert f"line {line} is left out: {why}" in result.stderr
    assert "line 5 is left out: it is no row of a table (field larger" in result.stderr


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("a,b\n1,2\n", (), "there is no column `text` in the first line, which has a, b"),
        ("", (), "there is no column `text` in the first line, which has nothing"),
        ("x" * 200_000, (), "the first line is no head of a table"),
    ],
)
def test_a_table_without_the_column_is_refused(
    classify: Classify, content: str, options: tuple[str, ...], said: str
) -> None:
    result = classify(content, *options, name="messages.csv")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("nothing.txt", "folder"):
        words = ["classify", str(tmp_path / name)]
        result = CliRunner().invoke(command_line(["classify"]), words)
        assert result.exit_code == 1
        assert f"{name} cannot be read (" in result.stderr


def test_an_empty_file_has_no_messages(classify: Classify) -> None:
    result = classify("")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 classified, 0 left out" in result.stderr


def test_what_no_model_is_asked_has_no_topic(classify: Classify) -> None:
    result = classify("Let me talk to a human\nс меня дважды списали деньги\n")

    asked, foreign = records(result)
    assert (asked["act"], asked["topic"]) == ("asks_for_person", None)
    assert (foreign["language"], foreign["topic"], foreign["sentiment"]) == (None, None, None)


def test_personal_data_does_not_come_out(classify: Classify) -> None:
    result = classify("My card 4111 1111 1111 1111 was charged twice")

    assert "4111" not in result.output


def test_a_batch_comes_out_before_the_next_is_read(
    tiny_training: Trained, encoder: Encoder
) -> None:
    read = 0

    def messages() -> Iterator[Message]:
        nonlocal read
        for read in range(1, 3 * BATCH):
            yield Message(line=read, text=LOST_ITEM)

    def skip(bad: BadLine) -> None:
        raise AssertionError(bad)

    engine = Engine(tiny_training.release, encoder)
    first = next(classified(messages(), engine, skip=skip))

    assert len(first) == read == BATCH


@pytest.mark.parametrize("layout", Layout)
def test_a_hundred_thousand_messages_are_never_held_at_once(layout: Layout, tmp_path: Path) -> None:
    line = {Layout.JSONL: '{"text": "where is my driver"}'}.get(layout, "where is my driver")
    path = tmp_path / "messages"
    path.write_text("text\n" * (layout is Layout.CSV) + f"{line}\n" * 100_000)
    tracemalloc.start()
    with path.open("rb") as stream:
        count = sum(1 for _ in read_messages(stream, layout, column="text"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 100_000
    assert peak < 1_000_000  # the file has millions of bytes
