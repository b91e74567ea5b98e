"""What a release says of itself, without its model: quick to read even of fifty releases."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from firstline.domain.errors import ReleaseCorrupt
from firstline.domain.guarantees import Thresholds
from firstline.domain.scorecards import Scorecard
from firstline.release import codec, layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    digest: str
    made_at: datetime
    """When its files were written here."""
    model_part: str
    """Digest of what training made."""
    encoder: str
    thresholds: Thresholds
    scorecard: Scorecard | None


def read_headline(folder: Path) -> Headline:
    """Read the small files of the release in `folder`.

    Raises:
        ReleaseCorrupt: one is missing, or of another format.
    """
    path = folder / layout.MANIFEST
    try:
        manifest = codec.MANIFEST.validate_json(path.read_bytes())
        encoder = codec.ENCODER.validate_json((folder / layout.ENCODER).read_bytes())
        thresholds = codec.THRESHOLDS.validate_json((folder / layout.THRESHOLDS).read_bytes())
        scorecard = codec.SCORECARD.validate_json((folder / layout.SCORECARD).read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseCorrupt(
            f"the release {folder.name[:12]} cannot be read ({error}); publish another one"
        ) from error
    return Headline(
        digest=folder.name,
        made_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        model_part=manifest.part("model/"),
        encoder=encoder.name,
        thresholds=thresholds,
        scorecard=scorecard,
    )


def release_folders(root: Path) -> list[Path]:
    """List the releases of a store that are there as a whole."""
    if not root.is_dir():
        return []
    return [
        folder
        for folder in root.iterdir()
        if not folder.name.startswith(".") and (folder / layout.MANIFEST).is_file()
    ]
