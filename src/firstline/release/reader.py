"""Read a release and refuse one whose content is not what its name says."""

from pathlib import Path

from pydantic import ValidationError

from firstline.domain.errors import ReleaseCorrupt, ReleaseNotFound
from firstline.release import codec, layout
from firstline.release.layout import Manifest
from firstline.release.records import Release


def read_release(folder: Path) -> Release:
    """Read and verify the release in `folder`, which is named by its digest.

    Raises:
        ReleaseNotFound: there is no such folder.
        ReleaseCorrupt: a file is missing, changed, or of another format.
    """
    if not folder.is_dir():
        raise ReleaseNotFound(f"there is no release {folder.name[:12]} in {folder.parent}")
    try:
        return _read(folder)
    except (OSError, ValidationError, KeyError, ValueError) as error:
        raise ReleaseCorrupt(
            f"the release {folder.name[:12]} cannot be read ({error}); publish another one"
        ) from error


def _read(folder: Path) -> Release:
    manifest = codec.MANIFEST.validate_json((folder / layout.MANIFEST).read_bytes())
    _verify(manifest, folder.name)
    files = {
        name: _content(folder, name, manifest.files[name])
        for name in layout.FILES
        if name in manifest.files  # one that is needed is missed where it is read
    }
    return Release(
        model=codec.model_from_files(files),
        service=codec.SERVICE.validate_json(files[layout.SERVICE]),
        thresholds=codec.THRESHOLDS.validate_json(files[layout.THRESHOLDS]),
        scorecard=codec.SCORECARD.validate_json(files[layout.SCORECARD]),
        examples=codec.EXAMPLES.validate_json(files[layout.EXAMPLES]),
        golden=codec.GOLDEN.validate_json(files[layout.GOLDEN]),
        digest=manifest.digest,
    )


def _verify(manifest: Manifest, name: str) -> None:
    if manifest.format != layout.FORMAT:
        raise ReleaseCorrupt(
            f"the release {name[:12]} has format {manifest.format}, this Firstline reads "
            f"{layout.FORMAT}; train it again or install the version {manifest.firstline}"
        )
    if manifest.digest != name:
        raise ReleaseCorrupt(f"the manifest of release {name[:12]} was changed; publish another")


def _content(folder: Path, name: str, expected: str) -> bytes:
    content = (folder / name).read_bytes()
    if layout.sha256(content) != expected:
        raise ReleaseCorrupt(f"{name} of release {folder.name[:12]} was changed; publish another")
    return content
