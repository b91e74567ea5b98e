"""Let a retrained release and the live one answer the same inquiries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from firstline.analysis.comparison import Comparison, Decided, compare_releases
from firstline.domain.cases import Case
from firstline.domain.facts import FactSchema
from firstline.domain.inquiries import Inquiry
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.learning.evidence import Evidence
from firstline.learning.retraining.promotion import Contest
from firstline.learning.training import Trained
from firstline.release.records import Release


def hold_contest(
    live: Engine,
    trained: Trained,
    digest: str,
    test: Sequence[Case],
    *,
    evidence: Evidence | None,
    samples: int,
) -> Contest:
    """Compare on the test split, which trained and calibrated neither of both.

    Args:
        live: answers as the live release does.
        trained: with its decisions on the test split.
        digest: of the trained release.
        test: labelled with its content.
        evidence: of the live release; says when it was calibrated.
        samples: how many inquiries to show of each kind of flip.

    Raises:
        NothingToCompare: the test split is empty.
    """
    old, new = live.release, trained.release
    asked = [_as_known(case.inquiry, old.service.schema, new.service.schema) for case in test]
    comparison = compare_releases(
        test,
        Decided(digest=old.digest, service=old.service, decisions=live.answer_many(asked)),
        Decided(digest=digest, service=new.service, decisions=trained.decisions),
        samples=samples,
    )
    return Contest(
        comparison=comparison,
        policy=new.service.policy,
        new_topics=_new_topics(old, comparison),
        older_by=_older_by(evidence, trained.evidence),
    )


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


def _older_by(old: Evidence | None, new: Evidence) -> timedelta | None:
    before, after = calibrated_until(old), calibrated_until(new)
    return after - before if before and after else None


def calibrated_until(evidence: Evidence | None) -> datetime | None:
    """Say how new the newest inquiry is that a release's thresholds were chosen from."""
    cases = evidence.calibration if evidence else ()
    return max((case.received_at for case in cases), default=None)
