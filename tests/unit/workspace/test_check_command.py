from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner, Result

from firstline.cli.app import command_line

Shop = Callable[..., Path]


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(["check"]), ["check", *map(str, arguments)])


def test_a_sound_service_is_counted(a_shop: Shop) -> None:
    result = check(a_shop())
    assert result.exit_code == 0
    assert result.output == "shop: 4 topics, 2 templates, 4 facts — no problems\n"


def test_problems_go_to_the_error_stream(a_shop: Shop) -> None:
    result = check(a_shop(topics=""))
    assert result.exit_code == 1
    assert result.stderr == "topics.yaml: the file is empty\n"
    assert result.stdout == ""


def test_a_history_is_tried_as_well(a_shop: Shop) -> None:
    folder = a_shop()
    history = folder / "history.csv"
    history.write_text("text,topic\nI was in an accident,accident\nHello,greeting\n")
    result = check(folder, "--history", history)
    assert result.exit_code == 0
    assert "history.csv: kept 1 of 2 rows" in result.output
    assert "1 × unknown_topic" in result.output


def test_a_foreign_history_is_tried_with_a_map(a_shop: Shop) -> None:
    folder = a_shop()
    history = folder / "history.csv"
    history.write_text("utterance,intent\nI was in an accident,accident\n")
    result = check(folder, "--history", history, "--map", "text=utterance,topic=intent")
    assert "history.csv: kept 1 of 1 rows" in result.output


def test_a_history_that_cannot_be_read_is_a_problem(a_shop: Shop) -> None:
    folder = a_shop()
    result = check(folder, "--history", folder / "none.csv")
    assert result.exit_code == 1
    assert result.stderr == "error: none.csv: the file cannot be read: No such file or directory\n"
