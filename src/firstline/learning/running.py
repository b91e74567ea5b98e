"""Train while telling how far it is: what the command line and the panel's jobs both run."""

from collections.abc import Sequence

from firstline.domain.examples import ExampleCustomer
from firstline.domain.progress import Progress
from firstline.domain.services import Service
from firstline.learning import training
from firstline.learning.corpus import Splits
from firstline.learning.embeddings import RememberingEncoder

READING = "reading messages"


def run_training(
    content: Service,
    splits: Splits,
    encoder: RememberingEncoder,
    examples: Sequence[ExampleCustomer],
    *,
    progress: Progress,
) -> training.Trained:
    """Read every message once, then train."""
    cases = (*splits.train, *splits.dev, *splits.calibrate, *splits.test)
    _read([case.inquiry.text for case in cases], encoder, progress)

    def step(name: str) -> None:
        progress(name, done=training.STEPS.index(name), total=len(training.STEPS))

    return training.train(content, splits, encoder, examples=examples, step=step)


def _read(texts: Sequence[str], encoder: RememberingEncoder, progress: Progress) -> None:
    total, done = len(set(texts)), 0
    progress(READING, total=total)

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(READING, done=done, total=total)

    encoder.remember(texts, advance)
