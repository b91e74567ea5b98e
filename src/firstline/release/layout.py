"""The files of a release directory and how its digest is made from them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 2

MANIFEST = "manifest.json"
ENCODER = "model/encoder.json"
FEATURES = "model/features.json"
WEIGHTS = "model/weights.safetensors"
USAGE = "model/usage.json"
RIGHTNESS = "model/rightness.json"
SENTIMENT = "model/sentiment.safetensors"
SERVICE = "content/service.json"
EXAMPLES = "content/examples.json"
THRESHOLDS = "thresholds.json"
SCORECARD = "scorecard.json"
GOLDEN = "golden.json"
FILES = (
    *(ENCODER, FEATURES, WEIGHTS, USAGE, RIGHTNESS, SENTIMENT),
    *(SERVICE, EXAMPLES),
    *(THRESHOLDS, SCORECARD, GOLDEN),
)
"""All that a release may hold; `SENTIMENT` is missing where it was not learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Names every file by its hash; the release is named by the hash of this."""

    format: int
    firstline: str
    """Version that wrote it."""
    files: Mapping[str, str]
    """Path → sha256."""

    def to_bytes(self) -> bytes:
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()

    @property
    def digest(self) -> str:
        return sha256(self.to_bytes())

    def part(self, prefix: str) -> str:
        """The digest of one part, `model/` or `content/`."""
        own = {name: self.files[name] for name in sorted(self.files) if name.startswith(prefix)}
        return sha256(json.dumps(own).encode())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
