"""Edited content under the model that is live: a release in seconds, without training."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from firstline.domain.errors import FirstlineError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.guarantees import Thresholds
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.engine.candidates import CandidateFinder
from firstline.engine.golden import golden_set
from firstline.inference.encoders import Encoder
from firstline.learning.evidence import Evidence, assess_again, read_evidence, write_evidence
from firstline.learning.thresholds import choose_thresholds
from firstline.release.misfits import misfits
from firstline.release.records import UNPUBLISHED, GoldenSet, Release
from firstline.release.writer import write_release


class NeedsTraining(FirstlineError):
    """Edited content needs what only a training can give."""


def with_content(release: Release, service: Service, evidence: Evidence) -> Release:
    """Put edited content on a release's model, with thresholds of its own.

    Raises:
        NeedsTraining: the content does not fit the model.
    """
    _check_fits(release, service)
    return replace(
        release,
        service=service,
        thresholds=recalibrate(release, service, evidence),
        scorecard=None,  # of other content
        golden=GoldenSet(),
        digest=UNPUBLISHED,
    )


def recalibrate(release: Release, service: Service, evidence: Evidence) -> Thresholds:
    """Choose thresholds for this pair of model and content."""
    finder = CandidateFinder(service, release.model)
    return choose_thresholds(
        service,
        assess_again(evidence.pilot, finder),
        assess_again(evidence.calibration, finder),
    )


def evidence_for(release: Release, store: Path) -> Evidence:
    """Find what the release's thresholds were chosen from.

    Raises:
        NeedsTraining: it is not there any more.
    """
    if evidence := read_evidence(store, release.digest):
        return evidence
    raise NeedsTraining(
        f"the evidence behind release {release.digest[:12]} is not in {store}, so nothing can be "
        "promised for other content; train again"
    )


def write_edited(
    edited: Release,
    examples: Sequence[ExampleCustomer],
    evidence: Evidence,
    *,
    encoder: Encoder,
    root: Path,
) -> str:
    """Write what `with_content` made, ready to be published; return its digest."""
    golden = golden_set(Engine(edited, encoder), examples)
    release = replace(edited, golden=golden, examples=tuple(examples))
    digest = write_release(release, root)
    write_evidence(evidence, root, digest)
    return digest


def _check_fits(release: Release, service: Service) -> None:
    for problem in misfits(release, service):
        raise NeedsTraining(f"{problem}, or train again")
