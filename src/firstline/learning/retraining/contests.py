"""Let a retrained release and the live one answer the same inquiries."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from firstline.analysis.comparison import Comparison, Decided, compare_releases
from firstline.domain.cases import Case
from firstline.domain.decisions import Decision
from firstline.domain.facts import FactSchema
from firstline.domain.inquiries import Inquiry
from firstline.domain.progress import Progress, silently
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.learning.evidence import Evidence
from firstline.learning.retraining.promotion import Contest
from firstline.learning.training import Trained
from firstline.release.records import Release

AT_ONCE = 250  # inquiries that are decided between two looks at how far it is


def hold_contest(
    live: Engine,
    trained: Trained,
    digest: str,
    test: Sequence[Case],
    *,
    evidence: Evidence | None,
    samples: int,
    progress: Progress = silently,
) -> Contest:
    """Compare on the test split, which trained and calibrated neither of both.

    Args:
        live: answers as the live release does.
        trained: with its decisions on the test split.
        digest: of the trained release.
        test: labelled with its content.
        evidence: of the live release; says how new its inquiries are.
        samples: how many inquiries to show of each kind of flip.
        progress: is told how far the live release is.

    Raises:
        NothingToCompare: the test split is empty.
    """
    old, new = live.release, trained.release
    schema = new.service.schema
    decisions = [
        decision for some in decided(live, test, schema, progress=progress) for decision in some
    ]
    comparison = compare_releases(
        test,
        Decided(digest=old.digest, service=old.service, decisions=decisions),
        Decided(digest=digest, service=new.service, decisions=trained.decisions),
        samples=samples,
    )
    return Contest(
        comparison=comparison,
        policy=new.service.policy,
        new_topics=_new_topics(old, comparison),
        older_by=older_by(evidence, trained.evidence),
    )


def decided(
    engine: Engine, cases: Sequence[Case], schema: FactSchema, *, progress: Progress
) -> Iterator[list[Decision]]:
    """Let a release decide cases in their order, `AT_ONCE` at a time.

    Args:
        engine: of the release.
        cases: to decide.
        schema: that their facts are typed with.
        progress: is told how many are decided.
    """
    known, total = engine.release.service.schema, len(cases)
    step = f"release {engine.release.digest[:12]} decides"
    for start in range(0, total, AT_ONCE):
        progress(step, done=start, total=total)
        some = cases[start : start + AT_ONCE]
        yield engine.answer_many([_as_known(case.inquiry, known, schema) for case in some])


def _as_known(inquiry: Inquiry, old: FactSchema, new: FactSchema) -> Inquiry:
    """Give a release the facts of its own schema; what has another type now is unknown to it."""
    types = {fact.name: fact.type for fact in new}
    known = {
        fact.name: inquiry.facts.get(fact.name) if types.get(fact.name) is fact.type else None
        for fact in old
    }
    return replace(inquiry, facts=known)


def _new_topics(old: Release, comparison: Comparison) -> tuple[TopicId, ...]:
    known = set(old.model.classifier.topics)
    scores = comparison.new.scorecard.topics
    return tuple(s.topic_id for s in scores if s.accuracy.count and s.topic_id not in known)


def older_by(old: Evidence | None, new: Evidence) -> timedelta | None:
    """Say how much newer the inquiries are that a release is made of.

    The test weeks count: what is measured on them is known of them. By calibration weeks alone
    the same history would look newer when a retraining divides it, which calibrates on the last
    week, than when a first training does, which cuts the last weeks off to test on.
    """
    before, after = old.newest if old else None, new.newest
    return after - before if before and after else None
