"""The zip file that an export gives: only known names, and never more than is allowed."""

import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import IO

from django.utils.translation import gettext as _

from firstline.domain.errors import Problem, WorkspaceError

SUFFIX = ".zip"
READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1  # of an entry's flags
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What reading a zip file that was damaged or made up raises."""


def unpacked(
    archive: IO[bytes], *, name: str, known: Collection[str], limit: int
) -> dict[str, bytes]:
    """Read the files in a zip file; nothing is written anywhere.

    Args:
        archive: no larger than is allowed for one file.
        name: of the archive, for messages.
        known: names that may be in it; one in a folder has another name.
        limit: bytes that each may unpack to, whatever the archive says.

    Raises:
        WorkspaceError: it is broken, or has anything else in it.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            problems = list(_problems(opened.infolist(), name, known, limit))
            if problems:
                raise WorkspaceError(tuple(problems))
            return {each.filename: _read(opened, each, limit) for each in opened.infolist()}
    except _BROKEN as error:
        words = _("this zip file cannot be opened; download the export again")
        raise WorkspaceError((Problem(file=name, line=0, message=words),)) from error


def _problems(
    entries: list[zipfile.ZipInfo], name: str, known: Collection[str], limit: int
) -> Iterator[Problem]:
    names = [entry.filename for entry in entries]
    if len(names) > len(known) or len(set(names)) < len(names) or not set(names) <= set(known):
        words = _("there may be only %(names)s in it, each once and in no folder")
        yield Problem(file=name, line=0, message=words % {"names": ", ".join(known)})
        return
    for entry in entries:
        if entry.file_size > limit:
            yield Problem(file=entry.filename, line=0, message=too_large(limit))
        elif entry.flag_bits & ENCRYPTED or entry.compress_type not in READABLE:
            words = _("it is encrypted, or packed in a way that is not read here")
            yield Problem(file=entry.filename, line=0, message=words)


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    with archive.open(entry) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:  # the size that was told is not believed
        raise WorkspaceError((Problem(file=entry.filename, line=0, message=too_large(limit)),))
    return content


def too_large(limit: int) -> str:
    return _("the file is larger than %(limit)s MB; split the service") % {
        "limit": f"{limit / 1e6:g}"
    }
