"""Pointers: small JSON files in the store that readers find old or new, never half."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

Signature: TypeAlias = tuple[int, int, int] | None


def move(pointer: Path, log: Path, entry: Mapping[str, object]) -> None:
    """Write down where a pointer goes, then move it there."""
    record(log, entry)
    point(pointer, entry)


def point(pointer: Path, entry: Mapping[str, object]) -> None:
    """Move a pointer whose log has the entry already."""
    draft = pointer.with_name(f".{pointer.name}.{os.getpid()}")
    draft.write_text(json.dumps(entry) + "\n")
    draft.replace(pointer)


def record(log: Path, entry: Mapping[str, object]) -> None:
    """Append to a log, on disk when this returns."""
    with log.open("a") as lines:
        lines.write(json.dumps(entry) + "\n")
        lines.flush()
        os.fsync(lines.fileno())


def recorded(log: Path) -> list[dict[str, Any]]:
    """Read what was appended, oldest first."""
    try:
        lines = log.read_text().splitlines()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in lines if line.strip()]


def signature(pointer: Path) -> Signature:
    """Tell versions of a pointer apart without reading it; moving it makes a new file."""
    try:
        status = pointer.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
