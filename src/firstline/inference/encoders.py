"""Encoders: text → vector, the same bits wherever and however it is run."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ctranslate2

from firstline.domain.errors import EncoderHashError
from firstline.inference.bert import BertEncoder
from firstline.inference.registry import EncoderCard
from firstline.inference.sources import find_encoder
from firstline.inference.tuned import TUNED
from firstline.inference.universal import UniversalEncoder
from firstline.inference.vectors import Vectors


class Runtime(Protocol):
    """Runs the files of an encoder."""

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape (len(texts), dimension), rows of length 1.

        Law: a text's row has the same bits whatever else is in `texts`.
        """
        ...


class Encoder(Runtime, Protocol):
    """A runtime that knows whose files it runs."""

    @property
    def card(self) -> EncoderCard: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedEncoder:
    """An encoder whose files were verified when they were loaded."""

    card: EncoderCard
    runtime: Runtime

    @property
    def dimension(self) -> int:
        return self.runtime.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.runtime.encode(texts)


def load_encoder(
    name: str, *, folder: Path | None = None, store: Path | None = None, sessions: int = 1
) -> LoadedEncoder:
    """Load an encoder, verified.

    Args:
        name: a key of `ENCODERS`, or the name of a tuned encoder.
        folder: looked in first, for a sub-folder of that name.
        store: the releases; tuned encoders are kept among them.
        sessions: how many texts may be encoded at once, one thread each.

    Raises:
        EncoderNotFound: the name is unknown, or no source has the files.
        EncoderHashError: a source has other files under the name.
    """
    card, files = find_encoder(name, encoder_folders(folder, store))
    if card.runtime == "bert":
        return LoadedEncoder(card=card, runtime=BertEncoder(files, sessions=sessions))
    return LoadedEncoder(card=card, runtime=UniversalEncoder(files))


def encoder_folders(folder: Path | None, store: Path | None) -> list[Path]:
    """Return where encoders are looked for before all other places."""
    return [*([folder] if folder else []), *([store / TUNED] if store else [])]


def check_files(encoder: Encoder, sha256: Mapping[str, str]) -> None:
    """Check that an encoder has the files that a release was made with.

    Raises:
        EncoderHashError: it has others.
    """
    if dict(encoder.card.sha256) != dict(sha256):
        raise EncoderHashError(
            f"the release was made with other files of {encoder.card.name} than this Firstline "
            "runs; train it again"
        )


def fingerprint() -> str:
    """Name the runtime and kind of CPU; bits are equal only where this is."""
    return f"ctranslate2-{ctranslate2.__version__} {platform.machine()} {_cpu()}"


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown"
