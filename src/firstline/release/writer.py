"""Write a release: all of it or nothing, the same bytes for the same content."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import firstline
from firstline.release import codec, layout
from firstline.release.records import Release


def write_release(release: Release, root: Path) -> str:
    """Write the release below `root` and return its digest.

    The directory appears under its final name only when every file is on disk, so a
    crash leaves no half release. Writing the same content twice is harmless.
    """
    files = _files(release)
    hashes = {name: layout.sha256(content) for name, content in files.items()}
    manifest = layout.Manifest(format=layout.FORMAT, firstline=firstline.__version__, files=hashes)
    files[layout.MANIFEST] = manifest.to_bytes()
    target = root / manifest.digest
    if not target.exists():
        root.mkdir(parents=True, exist_ok=True)
        write_folder(files, target)
    return manifest.digest


def _files(release: Release) -> dict[str, bytes]:
    return codec.model_to_files(release.model) | {
        layout.SERVICE: codec.to_json(codec.SERVICE, release.service),
        layout.EXAMPLES: codec.to_json(codec.EXAMPLES, release.examples),
        layout.THRESHOLDS: codec.to_json(codec.THRESHOLDS, release.thresholds),
        layout.SCORECARD: codec.to_json(codec.SCORECARD, release.scorecard),
        layout.GOLDEN: codec.to_json(codec.GOLDEN, release.golden),
    }


def write_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a new folder, which appears only when all of them are on disk."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target.parent))
    try:
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(exist_ok=True)
            _write_durably(path, content)
        draft.chmod(0o755)
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
