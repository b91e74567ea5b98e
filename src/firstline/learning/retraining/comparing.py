"""Compare two releases that are there, on labelled inquiries that neither has learnt from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firstline.analysis.comparison import Comparison, Decided, NothingToCompare, compare_releases
from firstline.domain.cases import Case
from firstline.domain.decisions import Decision
from firstline.domain.inquiries import InquiryId
from firstline.domain.progress import Progress
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.learning.corpus import split_recent
from firstline.learning.evidence import Evidence
from firstline.learning.retraining.contests import decided
from firstline.learning.retraining.gathering import Decided as PastDecided
from firstline.learning.retraining.material import Sources, collect
from firstline.learning.retraining.representative import representative


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    cases: tuple[Case, ...]
    """Labelled with the content of the new release, in the order of their times."""
    notes: tuple[str, ...]
    decided: Mapping[InquiryId, PastDecided]
    """What the journal knows of them."""


def held_out(
    sources: Sources, service: Service, earlier: Iterable[Service], *, progress: Progress
) -> HeldOut:
    """Gather what a retraining of these sources would test on.

    Retrainings test on the same customers each time, so neither release has learnt from them.

    Raises:
        HistoryError: there is nothing to read.
        NothingToCompare: nobody labelled any of it.
    """
    material = collect(sources, service, earlier, progress)
    splits, _ = representative(split_recent(material.cases), material.gathered)
    if not splits.test:
        raise NothingToCompare(
            "too few inquiries are labelled to hold some out; annotate more of them, or choose a "
            "history"
        )
    return HeldOut(
        cases=splits.test, notes=tuple(material.notes()), decided=material.gathered.decided
    )


def known_before(cases: Sequence[Case], digest: str, evidence: Evidence | None) -> Iterator[str]:
    """Say how many inquiries are no newer than what a release has learnt, which speaks for it."""
    until = evidence.calibrated_until if evidence else None
    if until is None:
        yield f"the evidence of release {digest[:12]} is gone, so nobody knows how old it is"
        return
    known = sum(case.inquiry.received_at <= until for case in cases)
    if known:
        yield (
            f"{known:,} of the {len(cases):,} inquiries are from before {until:%Y-%m-%d}, when "
            f"the training data of release {digest[:12]} ends; it may know some, which speaks for "
            "it"
        )


def with_decisions(comparison: Comparison, decided: Mapping[InquiryId, PastDecided]) -> Comparison:
    """Say of each sample which decision of the journal it is about."""
    samples = (
        replace(sample, decision_id=known.decision_id)
        if (known := decided.get(sample.inquiry_id))
        else sample
        for sample in comparison.samples
    )
    return replace(comparison, samples=tuple(samples))


def comparisons(
    old: Engine, new: Engine, held: HeldOut, *, samples: int, progress: Progress
) -> Iterator[Comparison]:
    """Compare on more and more of the cases; the last comparison is on all of them."""
    cases = held.cases
    schema = new.release.service.schema
    before: list[Decision] = []
    after: list[Decision] = []
    pairs = zip(
        decided(old, cases, schema, progress=progress),
        decided(new, cases, schema, progress=progress),
        strict=True,
    )
    shown = 0
    for some, others in pairs:
        before += some
        after += others
        if len(after) >= 2 * shown or len(after) == len(cases):
            shown = len(after)
            compared = compare_releases(
                cases[:shown], _decided(old, before), _decided(new, after), samples=samples
            )
            yield with_decisions(compared, held.decided)


def _decided(engine: Engine, decisions: Sequence[Decision]) -> Decided:
    release = engine.release
    return Decided(digest=release.digest, service=release.service, decisions=tuple(decisions))
