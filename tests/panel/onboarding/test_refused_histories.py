"""What is no history is refused with the reason, and nothing of it is kept."""

from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.panel.onboarding.conftest import (
    COLUMNS,
    Bring,
    DoWork,
    a_full_disk,
    a_row,
    as_csv,
    map_as_suggested,
    page_of,
)

from firstline.panel.jobs.models import Job, State
from firstline.panel.services.models import HostedService

BAD_FILES = [
    ("history.csv", b"", "is empty"),
    ("history.csv", b"PK\x03\x04" + b"\0" * 100, "is a zip file"),
    ("history.csv", b"\xff\xfet\0e\0x\0t\0", "UTF-8"),
    ("history.xlsx", b"PK\x03\x04", "none of the kinds"),
    ("history.exe", b"MZ", "none of the kinds"),
    ("history", b"text,topic\n", "none of the kinds"),
    ("history.parquet", b"PAR1 and then it breaks off", "no whole Parquet file"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD_FILES)
def test_what_is_no_history_is_refused_and_not_kept(
    mira: Client, tiny: HostedService, name: str, content: bytes, words: str
) -> None:
    sent = mira.post(
        reverse("history", args=("tiny",)), {"history": SimpleUploadedFile(name, content)}
    )

    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert nothing_is_kept(tiny)


def nothing_is_kept(service: HostedService) -> bool:
    uploads = service.folder.uploads
    files = [path for path in uploads.rglob("*") if path.is_file()] if uploads.exists() else []
    return not (files or service.histories.exists() or Job.objects.exists())


def test_a_form_without_a_file_is_refused(mira: Client, tiny: HostedService) -> None:
    sent = mira.post(reverse("history", args=("tiny",)), {})

    assert sent.status_code == 422
    assert nothing_is_kept(tiny)


def test_a_history_beyond_the_limit_is_refused(
    mira: Client, tiny: HostedService, settings: Settings
) -> None:
    settings.PANEL = settings.PANEL.model_copy(update={"max_upload_mb": 1})
    large = SimpleUploadedFile("history.csv", b"text,topic\n" + b"hello,lost_item\n" * 70_000)

    sent = mira.post(reverse("history", args=("tiny",)), {"history": large})

    assert sent.status_code == 422
    assert "larger than the 1 MB" in sent.content.decode()
    assert nothing_is_kept(tiny)


def test_a_disk_that_takes_no_more_leaves_nothing_half_stored(
    mira: Client, tiny: HostedService
) -> None:
    large = SimpleUploadedFile("history.csv", b"text,topic\n" + b"hello,lost_item\n" * 9_000)

    with a_full_disk(after=50_000):
        sent = mira.post(reverse("history", args=("tiny",)), {"history": large})

    assert sent.status_code == 422
    assert "could not be stored" in sent.content.decode()
    assert nothing_is_kept(tiny)


LIES = [
    ("history.parquet", b"PAR1" + b"\x15\x04" * 400 + b"\xff\xff\xff\x7fPAR1", "no Parquet file"),
    ("history.jsonl", b"{]\n{]\n", "no line is a JSON object"),
    ("history.jsonl", b"[1, 2, 3]", "no line is a JSON object"),
    ("history.csv", b"text,topic\n", "no row"),
    ("history.csv", b"text,text\na,b\n", "is there twice"),
]


@pytest.mark.parametrize(("name", "content", "words"), LIES)
def test_a_file_that_only_looks_like_a_history_says_so(
    bring: Bring, mira: Client, name: str, content: bytes, words: str
) -> None:
    brought = bring(content, name)

    page = page_of(mira, "columns", brought)

    assert brought.looked
    assert brought.looked.state == State.FAILED
    assert words in page
    assert "Firstline itself" not in page
    assert "Bring another file" in page


def test_parquet_and_json_lines_are_read_like_csv(
    bring: Bring, mira: Client, do_work: DoWork, tmp_path: Path
) -> None:
    frame = pl.DataFrame(
        [a_row(number) for number in range(30)], schema=list(COLUMNS), orient="row"
    )
    frame.write_parquet(tmp_path / "h.parquet")
    frame.write_ndjson(tmp_path / "h.jsonl")
    for name in ("h.parquet", "h.jsonl"):
        brought = bring((tmp_path / name).read_bytes(), name)
        map_as_suggested(mira, brought)
        do_work()

        assert "30 of 30 rows" in page_of(mira, "check", brought)


def test_bytes_that_are_no_utf8_are_shown_and_refused_row_by_row(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    rows = as_csv([a_row(number) for number in range(9)])
    brought = bring(rows + "99,c,2026-03-02,caf\xe9,lost_item,card,1\n".encode("latin-1"))
    map_as_suggested(mira, brought)
    do_work()

    assert "9 of 10 rows" in page_of(mira, "check", brought)
