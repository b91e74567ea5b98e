"""From a published digest to an engine that may answer customers."""

from collections.abc import Callable

from firstline.engine import Engine
from firstline.engine.golden import broken_golden_cases
from firstline.inference.encoders import Encoder, check_files
from firstline.release.examples import check_examples
from firstline.release.reader import read_release
from firstline.release.records import Model
from firstline.release.store import ReleaseStore
from firstline.serving.errors import GoldenSetBroken

SHOWN_CASES = 3


class EngineLoader:
    """Loads releases beside the one that answers; keeps the encoder for the next one.

    Args:
        store: where the releases are.
        load_encoder: loads an encoder by its name.
    """

    def __init__(self, store: ReleaseStore, load_encoder: Callable[[str], Encoder]) -> None:
        self._store = store
        self._load_encoder = load_encoder
        self._loaded: Encoder | None = None

    def load(self, digest: str) -> Engine:
        """Read and verify a release, and let it answer its golden set.

        Raises:
            ReleaseError: it is missing or damaged, breaks the examples of its templates, or
                decides otherwise than recorded.
            EncoderError: its encoder is not here, or is another one.
        """
        release = read_release(self._store.folder(digest))
        check_examples(release)
        engine = Engine(release, self._encoder_of(release.model))
        broken = list(broken_golden_cases(engine))
        if broken:
            shown = "; ".join(repr(text[:60]) for text in broken[:SHOWN_CASES])
            raise GoldenSetBroken(
                f"the release {digest[:12]} decides otherwise here than where it was made, "
                f"on {len(broken)} of {len(release.golden.cases)} messages ({shown})"
            )
        return engine

    def _encoder_of(self, model: Model) -> Encoder:
        # A name stands for these files and no others, so it tells encoders apart.
        if self._loaded is None or self._loaded.card.name != model.encoder:
            self._loaded = self._load_encoder(model.encoder)
        check_files(self._loaded, model.encoder_sha256)
        return self._loaded
