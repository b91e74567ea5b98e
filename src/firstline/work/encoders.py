"""Encoders, loaded once in a worker."""

from functools import lru_cache
from pathlib import Path

from firstline.inference.encoders import Encoder, load_encoder
from firstline.serving.settings import ServingSettings


@lru_cache(maxsize=2)  # of the service worked on, and of the one before
def encoder_of(name: str, store: Path) -> Encoder:
    """Load an encoder where the answering service finds it too.

    Raises:
        EncoderError: it is not there.
    """
    return load_encoder(name, folder=ServingSettings().encoders_dir, store=store)
