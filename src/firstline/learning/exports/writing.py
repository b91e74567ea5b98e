"""Examples as files: one table of formats, the same bytes each time."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import polars as pl
from pydantic import TypeAdapter

from firstline.connectors.openai_compatible.messages import Message
from firstline.domain.errors import HistoryError
from firstline.learning.exports.examples import Example, ExportReport

REPORT = "report.json"
COLUMNS = {
    "id": pl.String,
    "received_at": pl.String,
    "topic": pl.String,
    "template_id": pl.String,
    "rating": pl.Int64,
    "inquiry": pl.String,
    "reply": pl.String,
}
"""Of the flat formats: what the model would read stands in `inquiry`, facts included."""


class Format(StrEnum):
    OPENAI_CHAT = "openai-chat"
    JSONL = "jsonl"
    PARQUET = "parquet"


Write: TypeAlias = Callable[[Sequence[Example], Path], None]
_MESSAGES = TypeAdapter(tuple[Message, ...])
_REPORTS = TypeAdapter(dict[str, ExportReport])


def write_export(
    splits: Mapping[str, Sequence[Example]],
    reports: Mapping[str, ExportReport],
    folder: Path,
    wanted: Format,
) -> tuple[Path, ...]:
    """Write a file for each split and `report.json` with counts and digests.

    Raises:
        HistoryError: the disk does not take them.
    """
    write, suffix = _WRITERS[wanted]
    paths = tuple(folder / f"{name}{suffix}" for name in splits)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, examples in zip(paths, splits.values(), strict=True):
            write(examples, path)
        (folder / REPORT).write_text(_report(paths, reports, wanted), encoding="utf-8")
    except OSError as error:
        raise HistoryError(f"{folder} cannot be written: {error.strerror}") from error
    return paths


def _report(paths: Sequence[Path], reports: Mapping[str, ExportReport], wanted: Format) -> str:
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    splits = _REPORTS.dump_python(dict(reports), mode="json")
    content = {"format": wanted, "splits": splits, "sha256": files}
    return f"{json.dumps(content, indent=2)}\n"


def _write_chat(examples: Sequence[Example], path: Path) -> None:
    _write_lines([{"messages": _MESSAGES.dump_python(e.messages)} for e in examples], path)


def _write_jsonl(examples: Sequence[Example], path: Path) -> None:
    _write_lines(list(map(_row, examples)), path)


def _write_lines(rows: Sequence[Mapping[str, object]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _write_parquet(examples: Sequence[Example], path: Path) -> None:
    pl.DataFrame([_row(example) for example in examples], schema=COLUMNS).write_parquet(path)


def _row(example: Example) -> dict[str, object]:
    case = example.case
    return {
        "id": case.inquiry.id,
        "received_at": case.inquiry.received_at.isoformat(),
        "topic": case.topic_id,
        "template_id": case.template_id,
        "rating": case.rating,
        "inquiry": example.user.content,
        "reply": example.assistant.content,
    }


_WRITERS: Mapping[Format, tuple[Write, str]] = {
    Format.OPENAI_CHAT: (_write_chat, ".jsonl"),
    Format.JSONL: (_write_jsonl, ".jsonl"),
    Format.PARQUET: (_write_parquet, ".parquet"),
}
