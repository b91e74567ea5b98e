"""Take in files that people bring: only kinds that are expected, never more than is allowed.

What a file says it is counts for nothing; its name chooses the kind and its first bytes must agree.
Archives are never opened, so none can unpack to more than it seems.
"""

import os
import secrets
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError

HEAD = 65_536  # bytes; text that has none of the forbidden ones here is text


class FileKind(StrEnum):
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    YAML = "yaml"


SUFFIXES: Mapping[str, FileKind] = {
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".json": FileKind.JSON,
    ".jsonl": FileKind.JSON,
    ".ndjson": FileKind.JSON,
    ".parquet": FileKind.PARQUET,
    ".yaml": FileKind.YAML,
    ".yml": FileKind.YAML,
}
HISTORIES = frozenset({FileKind.CSV, FileKind.JSON, FileKind.PARQUET})
PARQUET_MARK = b"PAR1"
FOREIGN = {
    b"PK\x03\x04": "zip",  # also .xlsx and .docx
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "Excel or Word",
    b"\x7fELF": "program",
}


class UploadRefused(FirstlineError):
    """A file that was not taken in; nothing of it is kept."""


def receive(
    file: "UploadedFile[Any]", folder: Path, *, kinds: Collection[FileKind], limit: int
) -> Path:
    """Check an uploaded file and put it into a folder, under a name of our own.

    Args:
        file: from `request.FILES`.
        folder: made where there is none; only its owner may read it.
        kinds: what is expected here.
        limit: most bytes that it may have.

    Raises:
        UploadRefused: it is too large, empty, or not what its name says; or the disk is full.
    """
    name = _shown(file)
    kind, suffix = _kind_named(name, kinds)
    if (file.size or 0) > limit:
        raise UploadRefused(_too_large(name, limit))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(8)}{suffix}"
    part = path.with_name(f".{path.name}.part")
    try:
        _write(file, part, limit=limit)
        check_content(part, kind, name=name)
        part.replace(path)
    except OSError as error:
        words = _("%(name)s could not be stored: %(why)s. Nothing of it was kept.")
        raise UploadRefused(words % {"name": name, "why": error.strerror}) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _shown(file: "UploadedFile[Any]") -> str:
    """Name the file for a person; the name never becomes part of a path."""
    return Path(file.name or "file").name[-100:]


def _kind_named(name: str, kinds: Collection[FileKind]) -> tuple[FileKind, str]:
    suffix = Path(name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None or kind not in kinds:
        expected = ", ".join(each for each, of in SUFFIXES.items() if of in kinds)
        words = _("%(name)s is none of the kinds that are expected here: %(expected)s.")
        raise UploadRefused(words % {"name": name, "expected": expected})
    return kind, suffix


def _too_large(name: str, limit: int) -> str:
    words = _("%(name)s is larger than the %(limit)s MB that are allowed. Leave out old rows.")
    return words % {"name": name, "limit": f"{limit / 1e6:g}"}


def _write(file: "UploadedFile[Any]", path: Path, *, limit: int) -> None:
    left = limit
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in _chunks(file):
            left -= len(chunk)
            if left < 0:  # a size that was told is not believed
                raise UploadRefused(_too_large(_shown(file), limit))
            stream.write(chunk)


def _chunks(file: "UploadedFile[Any]") -> Iterator[bytes]:
    yield from file.chunks()


def check_content(path: Path, kind: FileKind, *, name: str) -> None:
    """Look at the bytes of a file.

    Raises:
        UploadRefused: they are not what its name says.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise UploadRefused(_("%(name)s is empty.") % {"name": name})
    foreign = next((what for mark, what in FOREIGN.items() if head.startswith(mark)), None)
    if foreign:
        words = _("%(name)s is a %(what)s file. Save it as plain CSV, or unpack it first.")
        raise UploadRefused(words % {"name": name, "what": foreign})
    if kind is FileKind.PARQUET:
        _check_parquet(path, head, name=name)
    else:
        _check_text(head, kind, name=name)


def _check_parquet(path: Path, head: bytes, *, name: str) -> None:
    """A Parquet file begins and ends with the same four bytes; one that was cut does not."""
    with path.open("rb") as stream:
        stream.seek(-min(len(head), len(PARQUET_MARK)), os.SEEK_END)
        tail = stream.read()
    if not (head.startswith(PARQUET_MARK) and tail == PARQUET_MARK):
        words = _("%(name)s is no whole Parquet file. Was it cut off on the way?")
        raise UploadRefused(words % {"name": name})


def _check_text(head: bytes, kind: FileKind, *, name: str) -> None:
    if b"\0" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = _("%(name)s is no text in UTF-8. Save it as UTF-8 and upload it again.")
        raise UploadRefused(words % {"name": name})
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if kind is FileKind.JSON and begins not in (b"{", b"["):
        words = _("%(name)s does not begin with { or [ as JSON lines do.")
        raise UploadRefused(words % {"name": name})
