"""Tuned encoders: named by what is in their files, so that a name can stand for no others."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from firstline.inference.registry import ENCODERS, EncoderCard

TUNED = "encoders"
"""The folder of a store that holds its tuned encoders, one sub-folder each."""
NAME = re.compile(r"(?P<base>.+)-tuned-[0-9a-f]{12}")


def tuned_card(base: EncoderCard, sha256: Mapping[str, str]) -> EncoderCard:
    """Make the card of an encoder tuned from `base`, whose files have these hashes."""
    content = json.dumps(dict(sorted(sha256.items()))).encode()
    return replace(
        base,
        name=f"{base.name}-tuned-{hashlib.sha256(content).hexdigest()[:12]}",
        sha256=dict(sorted(sha256.items())),
        carriers=(),
        hub_id=None,
        base=base.name,
    )


def base_of(name: str) -> EncoderCard | None:
    """Return the card that a tuned encoder's name says it was tuned from."""
    match = NAME.fullmatch(name)
    return ENCODERS.get(match["base"]) if match else None


def is_encoder_name(name: str) -> bool:
    """Say whether a service may name it; whether its files are there shows when it loads."""
    return name in ENCODERS or base_of(name) is not None
