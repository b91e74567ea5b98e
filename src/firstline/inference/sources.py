"""Find an encoder's files and refuse any that are not the ones its name stands for."""

import hashlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from firstline.domain.errors import EncoderHashError, EncoderNotFound
from firstline.domain.facts import did_you_mean
from firstline.inference.registry import ENCODERS, Carrier, EncoderCard
from firstline.inference.tuned import base_of, tuned_card


def find_encoder(name: str, folders: Sequence[Path] = ()) -> tuple[EncoderCard, Path]:
    """Return an encoder's card and the folder of its files, verified.

    Args:
        name: a key of `ENCODERS`, or the name of a tuned encoder.
        folders: looked in first, for a sub-folder of that name.

    Raises:
        EncoderNotFound: there is no such encoder, or no source has the files.
        EncoderHashError: the first source that has them holds something else.
    """
    if card := ENCODERS.get(name):
        return card, find_files(card, folders)
    if base := base_of(name):
        return _find_tuned(name, base, folders)
    raise EncoderNotFound(
        f"there is no encoder `{name}`{did_you_mean(name, ENCODERS)}; "
        f"known: {', '.join(ENCODERS)}, and what `firstline tune` made of them"
    )


def find_files(card: EncoderCard, folders: Sequence[Path] = ()) -> Path:
    """Return the folder that holds every file of a registered encoder, verified.

    Sources in order: each of `folders`/<name>, an installed carrier package, the Hugging
    Face hub.

    Raises:
        EncoderNotFound: no source has all the files.
        EncoderHashError: the first source that has them holds something else.
    """
    looked: list[str] = []
    for source in _sources(card, folders):
        looked.append(str(source))
        if _has_all(source, card):
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
    for name, actual in hashes(card, folder).items():
        if actual != card.sha256[name]:
            raise EncoderHashError(
                f"{folder / name} is not the {name} of {card.name}: its sha256 is {actual}, "
                f"expected {card.sha256[name]}. Delete it and install the encoder again."
            )


def hashes(card: EncoderCard, folder: Path) -> Mapping[str, str]:
    """Hash the files in `folder` that an encoder such as `card` consists of."""
    return {name: _sha256(folder / name) for name in card.sha256}


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _find_tuned(name: str, base: EncoderCard, folders: Sequence[Path]) -> tuple[EncoderCard, Path]:
    places = [folder / name for folder in folders]
    for source in places:
        if _has_all(source, base):
            card = tuned_card(base, hashes(base, source))
            if card.name != name:
                raise EncoderHashError(
                    f"the files in {source} are not what that name stands for, but {card.name}; "
                    "delete the folder and tune again, or copy the encoder anew"
                )
            return card, source
    looked = "; ".join(map(str, places)) or "nowhere"
    raise EncoderNotFound(
        f"the tuned encoder {name} is not here (looked in: {looked}). Copy its folder from the "
        "store where it was made, or tune and train again."
    )


def _has_all(folder: Path, card: EncoderCard) -> bool:
    return all((folder / name).is_file() for name in card.sha256)


def _sources(card: EncoderCard, folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
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
