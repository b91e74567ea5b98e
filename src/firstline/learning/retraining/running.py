"""Retrain: gather, split, train, let both releases answer, judge, and perhaps publish."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firstline.analysis.comparison import NothingToCompare
from firstline.domain.errors import FirstlineError, ReleaseError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.progress import Progress
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.inference.encoders import load_encoder
from firstline.learning import training
from firstline.learning.corpus import Splits, split_recent
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.evidence import read_evidence
from firstline.learning.retraining.comparing import known_before, with_decisions
from firstline.learning.retraining.contests import hold_contest
from firstline.learning.retraining.material import Material, Sources, collect
from firstline.learning.retraining.promotion import judge
from firstline.learning.retraining.reports import SPLITS, Learnt, Moved, Report
from firstline.learning.retraining.representative import Labelled, representative
from firstline.learning.running import run_training
from firstline.release.examples import check_examples
from firstline.release.reader import read_release
from firstline.release.records import Release
from firstline.release.store import ReleaseStore


class LiveReleaseChanged(FirstlineError):
    """Another release went live while a new one was compared with the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is retrained, and where everything is."""

    service: Service
    """The content of today."""
    examples: Sequence[ExampleCustomer]
    store: ReleaseStore
    encoders: Path | None

    def encoder(self, name: str) -> RememberingEncoder:
        runtime = load_encoder(name, folder=self.encoders, store=self.store.root, sessions=2)
        return RememberingEncoder(runtime)


def retrain_from(
    sources: Sources, place: Place, *, samples: int, publish: bool, progress: Progress
) -> Report:
    """Make a release of the sources, and make it live if that is asked for and it is better.

    If this is interrupted, all it leaves behind is a release that nobody uses; done again, it
    gives the same one.
    """
    content = place.service
    live = read_release(place.store.named_or_live())
    material = collect(sources, content, earlier_contents(place.store), progress)
    splits, labelled = representative(split_recent(material.cases), material.gathered)
    _check_can_be_measured(splits, labelled)
    encoder = place.encoder(content.encoder)
    trained = run_training(content, splits, encoder, place.examples, progress=progress)
    digest = training.write(trained, place.store.root)
    evidence = read_evidence(place.store.root, live.digest)
    is_same = live.model.encoder == content.encoder
    contest = hold_contest(
        Engine(live, encoder if is_same else place.encoder(live.model.encoder)),
        trained,
        digest,
        splits.test,
        evidence=evidence,
        samples=samples,
        progress=progress,
    )
    verdict = judge(contest)
    promoted = publish and verdict.is_better
    if promoted:
        publish_over(live, trained.release, digest, place.store)
    return Report(
        promoted=promoted,
        verdict=verdict,
        live=live.digest,
        release=digest,
        notes=(*material.notes(), *known_before(splits.test, live.digest, evidence)),
        learnt=_learnt(material, splits, labelled),
        comparison=with_decisions(contest.comparison, material.gathered.decided),
    )


def _check_can_be_measured(splits: Splits, labelled: Labelled) -> None:
    if splits.dev and splits.calibrate and splits.test:
        return
    raise NothingToCompare(
        f"too few labelled inquiries are left to measure on: of the last weeks "
        f"{labelled.audited:,} of {labelled.sent:,} automatic replies are audited, and "
        f"{labelled.answered:,} of {labelled.unsent:,} other inquiries have an agent's answer. "
        "Both are needed, so that what is measured looks like the traffic; or give a history"
    )


def earlier_contents(store: ReleaseStore) -> Iterator[Service]:
    """Read the content of every release that was live and is still there."""
    for digest in dict.fromkeys(store.published()):
        with suppress(ReleaseError):
            yield read_release(store.folder(digest)).service


def publish_over(live: Release, release: Release, digest: str, store: ReleaseStore) -> None:
    """Make a release live in place of the one that it was compared with.

    Raises:
        LiveReleaseChanged: that one is not live any more.
    """
    check_examples(release)
    if store.live() != live.digest:
        raise LiveReleaseChanged(
            f"another release than {live.digest[:12]} went live meanwhile, so {digest[:12]} was "
            "compared with the wrong one and is not published; retrain again"
        )
    store.publish(digest, at=datetime.now(UTC))


def _learnt(material: Material, splits: Splits, labelled: Labelled) -> Learnt:
    moved = sorted(material.moved.items(), key=lambda move: (-move[1], move[0]))
    return Learnt(
        cases=len(material.cases),
        splits={name: len(getattr(splits, name)) for name in SPLITS},
        labelled=labelled,
        omitted=material.gathered.omitted,
        moved=tuple(Moved(topic=old, to=new, cases=cases) for (old, new), cases in moved),
    )
