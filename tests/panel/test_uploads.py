import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from firstline.panel.uploads import HISTORIES, SUFFIXES, FileKind, UploadRefused, receive

KINDS = frozenset(FileKind)
CSV = b"text,topic\nWhere is my order?,order_status\n"


def taken_in(name: str, content: bytes, folder: Path, *, limit: int = 1_000) -> Path:
    return receive(SimpleUploadedFile(name, content), folder, kinds=KINDS, limit=limit)


def zipped(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("history.csv", b"0" * size)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("history.csv", CSV),
        ("HISTORY.CSV", CSV),
        ("history.csv", "\ufefftext\n料金\n".encode()),
        ("history.jsonl", b'{"text": "Where is my order?"}\n'),
        ("history.json", b'[{"text": "Where is my order?"}]'),
        ("history.parquet", b"PAR1 columns and rows PAR1"),
        ("topics.yaml", b"- id: payment\n"),
    ],
)
def test_a_file_that_is_what_it_says_is_taken_in(name: str, content: bytes, tmp_path: Path) -> None:
    path = taken_in(name, content, tmp_path / "uploads")

    assert path.read_bytes() == content
    assert SUFFIXES[path.suffix] is SUFFIXES[Path(name).suffix.lower()]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("history.exe", CSV, "none of the kinds"),
        ("history", CSV, "none of the kinds"),
        ("history.csv", b"", "is empty"),
        ("history.csv", b" \n\n", "is empty"),
        ("history.csv", CSV * 100, "larger than"),
        ("history.csv", zipped(100_000_000)[:900], "zip file"),
        ("history.csv", b"\x1f\x8b\x08more", "gzip file"),
        ("history.csv", b"%PDF-1.7", "PDF file"),
        ("history.csv", b"text\n\0\0\0", "no text in UTF-8"),
        ("history.csv", "text\nhello".encode("utf-16"), "no text in UTF-8"),
        ("history.parquet", CSV, "no whole Parquet file"),
        ("history.parquet", b"PAR1 cut off midway", "no whole Parquet file"),
        ("history.parquet", b"PAR", "no whole Parquet file"),
        ("history.jsonl", CSV, "does not begin with"),
        ("topics.yaml", b"\x7fELF\x02\x01", "program file"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "uploads"

    with pytest.raises(UploadRefused, match=words):
        taken_in(name, content, folder)

    assert not folder.exists() or not list(folder.iterdir())


def test_a_kind_that_is_not_expected_here_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadRefused, match=r"\.csv, \.tsv, \.json, \.jsonl, \.ndjson, \.parquet"):
        receive(SimpleUploadedFile("a.yaml", b"a: 1"), tmp_path, kinds=HISTORIES, limit=1_000)


def test_a_zip_bomb_is_refused_without_being_opened(tmp_path: Path) -> None:
    bomb = zipped(200_000_000)

    with pytest.raises(UploadRefused, match="zip file"):
        taken_in("history.csv", bomb, tmp_path, limit=10_000_000)


def test_a_file_cannot_choose_its_place(tmp_path: Path) -> None:
    path = taken_in("../../escaped.csv", CSV, tmp_path / "uploads")

    assert path.parent == tmp_path / "uploads"
    assert "escaped" not in path.name


def test_a_file_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    file = SimpleUploadedFile("history.csv", CSV * 100)
    file.size = 10

    with pytest.raises(UploadRefused, match="larger than"):
        receive(file, tmp_path, kinds=KINDS, limit=1_000)

    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    class OnAFullDisk(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> None:  # type: ignore[override]  # noqa: ARG002
            raise OSError(28, "No space left on device")

    with pytest.raises(UploadRefused, match="No space left on device"):
        receive(OnAFullDisk("history.csv", CSV), tmp_path, kinds=KINDS, limit=1_000)

    assert not list(tmp_path.iterdir())
