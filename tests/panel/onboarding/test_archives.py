"""What an export gives is taken back, and no other zip file."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.learning.conftest import SERVICE
from tests.panel.onboarding.conftest import form

from firstline.panel.exchange.files import zipped
from firstline.panel.onboarding.models import Onboarding
from firstline.panel.services.models import HostedService

LIMIT = 5_000_000


def a_zip(files: dict[str, str], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def encrypted(content: bytes) -> bytes:
    """Set the flag in the central directory, where it is read."""
    place = content.rindex(b"PK\x01\x02") + 8
    return content[:place] + b"\x01\x00" + content[place + 2 :]


def that_tells_less(content: bytes) -> bytes:
    """Say that the last file unpacks to ten bytes."""
    place = content.rindex(b"PK\x01\x02") + 24
    return content[:place] + struct.pack("<I", 10) + content[place + 4 :]


def test_an_export_becomes_a_service_again(mira: Client, onboarding: Onboarding) -> None:
    exported = mira.get(reverse("export-files", args=("tiny", "brought"))).content

    sent = mira.post(reverse("start"), form("Again", {"tiny-brought.zip": exported}))

    assert sent.status_code == 302
    assert Onboarding.objects.get(service__slug="again").files == onboarding.files


BIG = "#" * (LIMIT + 1)
WHOLE = dict(SERVICE)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and no more", "cannot be opened"),
        (a_zip(WHOLE)[:-40], "cannot be opened"),
        (a_zip({**WHOLE, "notes.txt": "hello"}), "there may be only workspace.yaml"),
        (a_zip({f"tiny/{name}": text for name, text in WHOLE.items()}), "in no folder"),
        (a_zip({**WHOLE, "../topics.yaml": "topics: []"}), "in no folder"),
        (a_zip({**WHOLE, "topics.yaml": BIG}), "larger than 5 MB"),
        (that_tells_less(a_zip({**WHOLE, "examples.yaml": BIG})), "cannot be opened"),
        (encrypted(a_zip(WHOLE)), "encrypted"),
        (a_zip(WHOLE, packed=zipfile.ZIP_LZMA), "packed in a way"),
        (b"PK" + bytes(LIMIT), "larger than 5 MB"),
    ],
    ids=range(10),
)
def test_a_zip_that_is_no_export_makes_nothing(
    mira: Client, services_folder: Path, content: bytes, words: str
) -> None:
    sent = mira.post(reverse("start"), form(files={"export.zip": content}))

    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert not HostedService.objects.exists()
    assert not services_folder.exists()


def test_a_file_in_the_zip_and_beside_it_is_there_twice(mira: Client) -> None:
    both: dict[str, str | bytes] = {"e.zip": zipped(WHOLE), "topics.yaml": WHOLE["topics.yaml"]}

    sent = mira.post(reverse("start"), form(files=both))

    assert sent.status_code == 422
    assert "there twice" in sent.content.decode()
