"""The example service: its scorecards, and how often its promises are broken.

The test weeks stand for the world together with the calibration weeks; each run draws a
calibration set with replacement and looks whether every promise holds over the world.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks import promises
from firstline.analysis.scorecards import Scorer
from firstline.domain.cases import Case
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.scorecards import Scorecard
from firstline.domain.services import Service
from firstline.engine import Engine
from firstline.learning.corpus import Splits, read_history, split
from firstline.learning.precision import Scored, naive_threshold
from firstline.learning.thresholds import (
    BestReplies,
    Labelled,
    assess_cases,
    best_replies,
    choose_thresholds,
)
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace import load_labelled, load_service

SERVICE = Path("examples/rides")
HISTORY = Path("var/rides/history.csv")
STORE = Path("var/rides/releases")
RUNS = 500
TARGETS = (0.90, 0.95, 0.98)


def measure() -> Mapping[str, Any]:
    service = load_service(SERVICE)
    live = ReleaseStore(STORE).live() or ""
    engine = Engine.load(read_release(STORE / live), sessions=2)
    splits = split(read_history(HISTORY, service))
    pilot = assess_cases(engine, splits.dev)
    world = assess_cases(engine, (*splits.calibrate, *splits.test))
    written = load_labelled(SERVICE / "test_cases.yaml", service)
    return {
        "release": live,
        "rows": {
            name: len(getattr(splits, name)) for name in ("train", "dev", "calibrate", "test")
        },
        "target": service.policy.target_precision,
        "test_weeks": _numbers(_score(engine, splits.test)),
        "hand_written": _numbers(_score(engine, written)),
        "hand_written_at": [_at(target, service, engine, splits, written) for target in TARGETS],
        "promises_open": sum(
            pool.threshold is not None for pool in engine.release.thresholds.precision
        ),
        "promises": len(engine.release.thresholds.precision),
        "broken": _broken(service, pilot, world, len(splits.calibrate)),
        "as_one_pool": promises.measure(
            _world(pilot).scored, _world(world), targets=(service.policy.target_precision, 0.85)
        ),
    }


def _at(
    target: float, service: Service, engine: Engine, splits: Splits, written: Sequence[Case]
) -> Mapping[str, float]:
    """Answer the hand-written set at another target of precision, and as well as anybody could.

    "Best" is the loosest threshold that meets the target there, chosen with the answers known.
    """
    policy = replace(service.policy, target_precision=target)
    promised = replace(service, policy=policy)
    pilot, calibrate = (assess_cases(engine, part) for part in (splits.dev, splits.calibrate))
    thresholds = choose_thresholds(promised, pilot, calibrate)
    release = replace(engine.release, service=promised, thresholds=thresholds)
    card = _score(engine.under(release), written)
    scored = _world(assess_cases(engine, written)).scored
    loosest = naive_threshold(scored, target=target)
    return {
        "target": target,
        "coverage": card.coverage.value,
        "precision": card.precision.value,
        "best_coverage": 0.0 if loosest is None else scored.at(loosest)[0] / len(scored),
    }


def _world(labelled: Sequence[Labelled]) -> promises.World:
    return promises.world([one.case for one in labelled], [one.assessment for one in labelled])


def _score(engine: Engine, cases: Sequence[Case]) -> Scorecard:
    decisions = engine.answer_many([case.inquiry for case in cases])
    return Scorer(engine.release.service).score(cases, decisions)


def _numbers(scorecard: Scorecard) -> Mapping[str, Any]:
    shares = ("accuracy", "coverage", "precision", "expert_recall", "suggestion_hits")
    return {
        "cases": scorecard.cases,
        "calibration_error": scorecard.calibration_error,
        **{
            name: {**asdict(getattr(scorecard, name)), "value": getattr(scorecard, name).value}
            for name in shares
        },
    }


def _broken(
    service: Service, pilot: Sequence[Labelled], world: Sequence[Labelled], size: int
) -> Mapping[str, float]:
    """Share of promises broken: of precision over runs and pools, of recall over runs."""
    random_ = random.Random(0)
    made = broken = recall_broken = 0
    for _ in range(RUNS):
        chosen = choose_thresholds(service, pilot, random_.choices(world, k=size))
        truth = best_replies(service, world, chosen.expert.threshold)
        made += len(chosen.precision)
        broken += sum(_is_broken(pool, truth) for pool in chosen.precision)
        recall_broken += _recall(service, world, chosen.expert.threshold) < chosen.expert.target
    recall = recall_broken / RUNS
    return {
        "runs": RUNS,
        "precision": broken / max(made, 1),
        "recall": recall,
        "recall_error": math.sqrt(recall * (1 - recall) / RUNS),
    }


def _is_broken(pool: PrecisionGuarantee, truth: BestReplies) -> bool:
    if pool.threshold is None:
        return False
    pairs = [pair for topic in pool.topics for pair in truth.get(topic, ())]
    answered, right = Scored.of(pairs).at(pool.threshold)
    return right < pool.target * answered


def _recall(service: Service, world: Sequence[Labelled], threshold: float) -> float:
    urgent = set(service.topics.expert_leaves())
    caught = [
        labelled.assessment.expert_probability >= threshold
        for labelled in world
        if labelled.case.topic_id in urgent
    ]
    return sum(caught) / len(caught)
