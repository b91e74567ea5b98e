"""Encoders: text → vector, the same bits wherever and however it is run."""

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import ctranslate2

from firstline.domain.errors import EncoderNotFound
from firstline.domain.facts import did_you_mean
from firstline.inference.bert import BertEncoder
from firstline.inference.registry import ENCODERS
from firstline.inference.sources import find_files
from firstline.inference.universal import UniversalEncoder
from firstline.inference.vectors import Vectors


class Encoder(Protocol):
    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape (len(texts), dimension), rows of length 1.

        Law: a text's row has the same bits whatever else is in `texts`.
        """
        ...


def load_encoder(name: str, *, folder: Path | None = None, sessions: int = 1) -> Encoder:
    """Load a registered encoder, verified.

    Args:
        name: a key of `ENCODERS`.
        folder: looked in first, for a sub-folder of that name.
        sessions: how many texts may be encoded at once, one thread each.

    Raises:
        EncoderNotFound: the name is unknown, or no source has the files.
        EncoderHashError: a source has other files under the name.
    """
    card = ENCODERS.get(name)
    if card is None:
        raise EncoderNotFound(
            f"there is no encoder `{name}`{did_you_mean(name, ENCODERS)}; "
            f"known: {', '.join(ENCODERS)}"
        )
    files = find_files(card, folder=folder)
    if card.runtime == "bert":
        return BertEncoder(files, sessions=sessions)
    return UniversalEncoder(files)


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
