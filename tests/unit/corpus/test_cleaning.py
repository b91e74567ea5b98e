import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from firstline.domain.errors import HistoryError
from firstline.learning.corpus.cleaning import CleaningReport, clean_history
from firstline.learning.corpus.reports import RejectReason

MAIL = "<p>I was charged twice</p><blockquote>earlier words</blockquote>"


def clean(path: Path, **columns: str) -> tuple[CleaningReport, list[dict[str, Any]]]:
    out = path.with_name("clean.jsonl")
    report = clean_history(path, out, column_map=columns)
    return report, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def written(path: Path, rows: list[Any]) -> Path:
    match path.suffix:
        case ".jsonl":
            path.write_text("\n".join(map(json.dumps, rows)))
        case ".json":
            path.write_text(json.dumps(rows, indent=1))
        case _:
            pl.DataFrame(rows).write_parquet(path)
    return path


@pytest.mark.parametrize("name", ["h.jsonl", "h.json", "h.parquet"])
def test_every_kind_of_file_becomes_the_same_clean_lines(tmp_path: Path, name: str) -> None:
    rows = [{"id": "1", "text": MAIL, "note": "mail a@example.com"}, {"id": "2", "text": "Hi"}]
    report, lines = clean(written(tmp_path / name, [{"note": None} | row for row in rows]))

    assert [line["text"] for line in lines] == ["I was charged twice", "Hi"]
    assert lines[0]["note"] == "mail ⟨EMAIL⟩"
    assert (report.rows, report.kept) == (2, 2)
    assert "  1 × ⟨EMAIL⟩" in str(report)


def test_columns_get_our_names_and_ids_stay(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("customer_id,utterance\n4111111111111111,call me: +49 30 901820\n")
    _, lines = clean(path, text="utterance")

    assert lines == [{"customer_id": "4111111111111111", "text": "call me: ⟨PHONE⟩"}]


def test_a_repetition_counts_once_for_each_customer(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("id,customer_id,text\n1,c1,Where?\n2,c1,Where?\n3,c2,Where?\n4,,Where?\n")
    report, lines = clean(path)

    assert [line["id"] for line in lines] == ["1", "3", "4"]
    assert report.duplicates == 1


def test_bad_rows_are_left_out_and_explained(tmp_path: Path) -> None:
    rows = ['{"id": 1, "text": "Hi"}', '{"id": 1, "text": "Ho"}', "{", '{"text": "<br>"}']
    rows += ['{"text": "Hi", "note": "\\ud800"}']
    path = tmp_path / "h.jsonl"
    path.write_text("\n".join(rows))
    report, lines = clean(path)

    assert [line["text"] for line in lines] == ["Hi"]
    assert dict(report.rejected) == {
        RejectReason.REPEATED_ID: 1,
        RejectReason.BROKEN_ROW: 2,
        RejectReason.NO_TEXT: 1,
    }
    notes = (tmp_path / "h.jsonl.rejects.jsonl").read_text().splitlines()
    assert [json.loads(note)["line"] for note in notes] == [2, 3, 4, 5]


def test_cleaning_what_is_clean_changes_nothing(tmp_path: Path) -> None:
    source = written(tmp_path / "h.jsonl", [{"text": MAIL, "a": [1.5, {"b": "c"}]}])
    _, once = clean(source)
    again = written(tmp_path / "again.jsonl", once)

    assert clean(again)[1] == once


def test_a_broken_array_gives_what_stands_before_it(tmp_path: Path) -> None:
    path = tmp_path / "h.json"
    path.write_text('[\n{"text": "Hi"},\n{"text": "Ho"},\n{"text: 3}\n]')
    report, lines = clean(path)

    assert [line["text"] for line in lines] == ["Hi", "Ho"]
    assert report.rejected[RejectReason.BROKEN_ROW] == 1
    assert '"line": 4' in (tmp_path / "h.json.rejects.jsonl").read_text()


def test_a_long_array_is_read_whole(tmp_path: Path) -> None:
    rows = [{"text": f"message {number} " + "long " * (number % 900)} for number in range(300)]
    report, lines = clean(written(tmp_path / "h.json", rows))

    assert (report.rows, len(lines)) == (300, 300)
    assert lines[299]["text"].startswith("message 299 long")


def test_the_history_itself_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "h.jsonl", [{"text": "Hi"}])

    with pytest.raises(HistoryError, match="name another file with --out"):
        clean_history(path, path)


def test_a_copy_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "clean.jsonl"
    out.write_text("old\n")
    path = tmp_path / "h.csv"
    path.write_text("words\nHi\n")
    with pytest.raises(HistoryError, match="no column `text`"):
        clean_history(path, out)

    assert out.read_text() == "old\n"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["clean.jsonl", "h.csv"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "h.jsonl", [{"text": "Hi"}])

    with pytest.raises(HistoryError, match="no copy could be made in"):
        clean_history(path, path / "below" / "clean.jsonl")
