"""From a history to a fine-tuned model, as Ada types it."""

import json
from pathlib import Path

import pytest
from tests.integration.connectors.model_server import KEY, ModelServer, refusal
from tests.integration.learning.conftest import SERVICE, write_history
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.connectors.openai_compatible import connections, tuning

TOPICS = ("charged_twice", "lost_item", "driver_late")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "FIRST_LOOK_S", 0.01)
    monkeypatch.setattr(connections, "FIRST_WAIT_S", 0.01)


def run(command: str, *arguments: str | Path, key: str = KEY) -> Result:
    environment = {"FIRSTLINE_FINETUNE_KEY": key, "FIRSTLINE_STORE": None}
    words = [command, *map(str, arguments)]
    return CliRunner(env=environment).invoke(command_line([command]), words)


@pytest.fixture
def service(tmp_path: Path) -> Path:
    for name, text in SERVICE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_history(tmp_path / "history.csv", TOPICS)
    return tmp_path


def test_a_history_becomes_a_model_that_can_draft(service: Path, model_server: ModelServer) -> None:
    out, store = service / "examples", service / "store"
    exported = run("export", service, "--history", service / "history.csv", "--out", out)
    assert exported.exit_code == 0, exported.output
    assert "train: 33 examples of 33 cases, about" in exported.output
    tuned = run(
        *("finetune", "--base-url", model_server.base_url, "--model", "small", "--watch"),
        *("--training", out / "train.jsonl", "--validation", out / "validation.jsonl"),
        *("--name", "replies", "--epochs", "2", "--store", store),
    )

    assert tuned.exit_code == 0, tuned.output
    record = json.loads((store / "language_models" / "replies.json").read_text())
    assert record["model_id"] == "ft:small:ftjob-1"
    report = json.loads((out / "report.json").read_text())
    assert record["training"]["sha256"] == report["sha256"]["train.jsonl"]
    assert KEY not in tuned.output + json.dumps(record)
    assert model_server.jobs["ftjob-1"]["hyperparameters"] == {"n_epochs": 2}


def test_the_weeks_that_prove_promises_are_not_exported(service: Path) -> None:
    history = service / "history.csv"
    run("export", service, "--history", history, "--out", service, "--format", "jsonl")
    ids = [
        int(json.loads(line)["id"])
        for name in ("train.jsonl", "validation.jsonl")
        for line in (service / name).read_text().splitlines()
    ]

    assert max(ids) < 0.65 * 60  # of 60 rows in time, the last 35 % calibrate and test
    assert sorted(ids) == ids


def test_a_history_without_replies_says_that_nothing_is_left(service: Path) -> None:
    history = write_history(service / "history.csv", ("accident",))
    result = run("export", service, "--history", history, "--out", service / "out")

    assert result.exit_code == 1
    assert "no case is an example" in result.stderr
    assert not (service / "out").exists()


def begin(examples: Path, server: ModelServer, store: Path, *more: str, key: str = KEY) -> Result:
    where = ("--base-url", server.base_url, "--model", "small", "--store", store)
    return run("finetune", *where, "--training", examples, *more, key=key)


def test_without_watching_the_next_command_is_printed(
    examples: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    begun = begin(examples, model_server, tmp_path)
    assert f"watch it: firstline finetune --job ftjob-1 --store {tmp_path}" in begun.output
    watched = run("finetune", "--job", "ftjob-1", "--store", tmp_path)

    assert watched.exit_code == 0, watched.output
    assert "model ft:small:ftjob-1, kept in" in watched.output


def test_ctrl_c_leaves_the_job_running_and_says_how_to_go_on(
    examples: Path,
    model_server: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(connections.Connection, "wait", interrupt)
    result = begin(examples, model_server, tmp_path, "--watch")

    assert result.exit_code == 130
    assert "the job goes on at the server" in result.output
    assert "firstline finetune --job ftjob-1" in result.output
    assert model_server.jobs["ftjob-1"]["status"] == "queued"


def test_a_wrong_key_is_refused_without_showing_it(
    examples: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    result = begin(examples, model_server, tmp_path, key="sk-wrong")

    assert result.exit_code == 1
    assert "error: the server refused (401): Incorrect API key: Bearer …" in result.stderr
    assert "sk-wrong" not in result.output


def test_a_failed_job_is_an_error(
    examples: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.course = ("queued", "failed")
    result = begin(examples, model_server, tmp_path, "--watch")

    assert result.exit_code == 1
    assert "error: job ftjob-1 failed without a model: the examples are all alike" in result.stderr


def test_a_busy_server_is_waited_for(
    examples: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.fail("POST /v1/files", refusal(429, "slow down", retry_after="0.01"))

    assert begin(examples, model_server, tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "is empty; make one with `firstline export`"),
        ("{", "train.jsonl:1: this is no example"),
        ('{"messages": [{"role": "user", "content": "Hi"}]}', "is not the assistant's"),
    ],
)
def test_a_file_that_is_no_training_file_never_leaves(
    model_server: ModelServer, tmp_path: Path, line: str, words: str
) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text(line)
    result = begin(path, model_server, tmp_path)

    assert result.exit_code == 1
    assert words in result.stderr
    assert model_server.asked == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--job", "ftjob-9"), "has the job `ftjob-9`"),
        (("--training", "none.jsonl", "--model", "m", "--base-url", "http://[::1"), "no"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run("finetune", *arguments, "--store", tmp_path)

    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_damaged_record_is_named(
    examples: Path, model_server: ModelServer, tmp_path: Path
) -> None:
    begin(examples, model_server, tmp_path, "--name", "replies")
    record = tmp_path / "language_models" / "replies.json"
    record.write_text("{")
    result = begin(examples, model_server, tmp_path, "--name", "replies")

    assert result.exit_code == 1
    assert "replies.json cannot be read" in result.stderr


@pytest.mark.parametrize("name", ["../escape", ".hidden", "a b"])
def test_a_record_stays_in_its_folder(
    examples: Path, model_server: ModelServer, tmp_path: Path, name: str
) -> None:
    result = begin(examples, model_server, tmp_path, "--name", name)

    assert result.exit_code == 1
    assert "is no name" in result.stderr


def test_cleaning_prints_what_became_of_the_rows(tmp_path: Path) -> None:
    history = tmp_path / "h.csv"
    history.write_text("customer_id,words\nc1,mail a@example.com\nc1,mail b@example.com\n")
    out = tmp_path / "clean.jsonl"
    result = run("clean", history, "--out", out, "--map", "text=words")

    assert result.exit_code == 0, result.output
    assert "h.csv: kept 1 of 2 rows" in result.output
    assert "dropped 1 repetitions by the same customer" in result.output
    assert json.loads(out.read_text()) == {"customer_id": "c1", "text": "mail ⟨EMAIL⟩"}
