"""What must be there before an encoder can be tuned; loads no PyTorch."""

from importlib.util import find_spec

from firstline.domain.errors import TuningError
from firstline.inference.registry import ENCODERS, EncoderCard
from firstline.inference.tuned import base_of

NEEDED = ("torch", "transformers")


def require_pytorch() -> None:
    """Check for the packages of the extra `train`.

    Raises:
        TuningError: one is not installed.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise TuningError(
            f"tuning needs {' and '.join(missing)}, which answering does not; install the extra "
            "`train`: pip install -r requirements/torch.txt"
        )


def require_tunable(name: str) -> None:
    """Check that an encoder has layers to tune.

    Raises:
        TuningError: it cannot learn.
    """
    card = base_of(name) or ENCODERS.get(name)
    if card is not None and not card.is_tunable:
        raise TuningError(
            f"the encoder {name} cannot be tuned: it is a numpy library with fixed weights. "
            f"{_tunable()} can; name one as `encoder` in workspace.yaml, if it reads your languages"
        )


def _tunable() -> str:
    def described(card: EncoderCard) -> str:
        return f"{card.name} ({', '.join(card.languages)})"

    return ", ".join(described(card) for card in ENCODERS.values() if card.is_tunable)


def require_tuned(card: EncoderCard) -> None:
    """Check that there is something to refresh.

    Raises:
        TuningError: the encoder is a registered one, the same for everybody.
    """
    if card.base is None:
        raise TuningError(
            f"the live release reads with {card.name} as it was published, so there is nothing to "
            "refresh; tune it first, without --refresh"
        )
