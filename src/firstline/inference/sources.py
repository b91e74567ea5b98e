"""Find an encoder's files and refuse any that are not the registered ones."""

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from firstline.domain.errors import EncoderHashError, EncoderNotFound
from firstline.inference.registry import Carrier, EncoderCard


def find_files(card: EncoderCard, *, folder: Path | None = None) -> Path:
    """Return the folder that holds every file of the card, verified.

    Sources in order: `folder`/<name>, an installed carrier package, the Hugging Face hub.

    Raises:
        EncoderNotFound: no source has all the files.
        EncoderHashError: the first source that has them holds something else.
    """
    looked: list[str] = []
    for source in _sources(card, folder):
        looked.append(str(source))
        if all((source / name).is_file() for name in card.sha256):
            verify(card, source)
            return source
    places = "; ".join(looked) or "nowhere"
    raise EncoderNotFound(
        f"the encoder {card.name} is not installed (looked in: {places}). "
        f"Put {', '.join(card.sha256)} into a folder named {card.name} and set "
        "FIRSTLINE_ENCODERS_DIR to the folder above it, or install requirements/encoders.txt."
    )


def verify(card: EncoderCard, folder: Path) -> None:
    """Hash each file as a stream and compare.

    Raises:
        EncoderHashError: a file is not the registered one.
    """
    for name, expected in card.sha256.items():
        with (folder / name).open("rb") as stream:
            actual = hashlib.file_digest(stream, "sha256").hexdigest()
        if actual != expected:
            raise EncoderHashError(
                f"{folder / name} is not the {name} of {card.name}: its sha256 is {actual}, "
                f"expected {expected}. Delete it and install the encoder again."
            )


def _sources(card: EncoderCard, folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder / card.name
    for carrier in card.carriers:
        yield from _carrier_folder(carrier)
    if card.hub_id:
        yield from _hub_folder(card.hub_id, tuple(card.sha256))


def _carrier_folder(carrier: Carrier) -> Iterator[Path]:
    # find_spec of a top-level name finds a package without running it
    spec = importlib.util.find_spec(carrier.package)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(location) / carrier.folder


def _hub_folder(hub_id: str, names: tuple[str, ...]) -> Iterator[Path]:
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - only where it is needed
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        yield Path(snapshot_download(hub_id, allow_patterns=list(names)))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError):
        return  # offline: find_files says what to do
