"""Messages that no reply fits: does the second stage know them?

CLINC150 brings 1,000 that are about nothing it teaches. Nearer ones are made from
BANKING77: a quarter of its topics is left out of training, as new topics are missing from
any history. AUROC: how often a message in scope scores above one that is not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks import promises
from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet, banking77, clinc150
from firstline.domain.cases import Case
from firstline.domain.topics import TopicId
from firstline.engine import Engine
from firstline.engine.assessments import Assessment, signals_of
from firstline.engine.reading import escalation_reason
from firstline.inference.encoders import load_encoder
from firstline.learning.corpus import Splits, service_from_labels
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.precision import Scored
from firstline.learning.training import train
from firstline.learning.walks import plan

LEFT_OUT_SHARE = 0.25
DRAWS = 3  # of the topics that are left out
TARGETS = promises.TARGETS


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Cases whose message no guard gave to a person, with what the engine makes of them."""

    cases: Sequence[Case]
    assessments: Sequence[Assessment]
    in_scope: NDArray[np.bool_]

    @classmethod
    def of(cls, engine: Engine, cases: Sequence[Case], topics: Sequence[str]) -> "Asked":
        assessed = engine.assess([case.inquiry for case in cases])
        pairs = [
            (case, assessment)
            for case, assessment in zip(cases, assessed, strict=True)
            if not escalation_reason(assessment.reading)
        ]
        return cls(
            cases=[case for case, _ in pairs],
            assessments=[assessment for _, assessment in pairs],
            in_scope=np.array([case.topic_id in topics for case, _ in pairs]),
        )

    def auroc(self, score: Callable[[Assessment], float]) -> float:
        """Let what has no candidate at all score lowest."""
        scores = [score(a) if a.best else -np.inf for a in self.assessments]
        return float(roc_auc_score(self.in_scope, np.nan_to_num(scores, neginf=-1e9)))


def measure() -> Mapping[str, Any]:
    public = banking77()
    encoder = RememberingEncoder(load_encoder(public.service.encoder, sessions=2))
    return {
        "clinc150": _far(clinc150(), encoder),
        "banking77": [_near(public, encoder, draw) for draw in range(DRAWS)],
    }


def _far(public: PublicSet, encoder: RememberingEncoder) -> Mapping[str, Any]:
    engine = Engine(train(public.service, public.splits, encoder).release, encoder)
    topics = [topic.id for topic in public.service.topics if topic.id != OUT_OF_SCOPE]
    dev, test = (Asked.of(engine, cases, topics) for cases in (public.dev, public.test))
    measured = promises.measure(
        promises.world(dev.cases, dev.assessments).scored,
        promises.world(test.cases, test.assessments, out_of_scope=OUT_OF_SCOPE),
    )
    return {
        "split": public.source,
        "in_scope": int(test.in_scope.sum()),
        "out_of_scope": int((~test.in_scope).sum()),
        **_aurocs(test),
        "auroc_weighed_for_scope": test.auroc(_weighed_for_scope(dev)),
        "answered": [promise["out_of_scope_answered"] for promise in measured["promises"]],
    }


def _near(public: PublicSet, encoder: RememberingEncoder, draw: int) -> Mapping[str, Any]:
    topics = sorted(topic.id for topic in public.service.topics)
    count = round(len(topics) * LEFT_OUT_SHARE)
    unknown = set(Random(draw).sample(topics, count))
    known = [topic for topic in topics if topic not in unknown]
    engine = Engine(train(*_without(public, known), encoder).release, encoder)
    dev, test = (
        Asked.of(engine, cases, known) for cases in (_about(public.dev, known), public.test)
    )
    scored = promises.world(test.cases, test.assessments).scored
    inside, outside = (
        Scored(scored.probability[rows], scored.right[rows])
        for rows in (test.in_scope, ~test.in_scope)
    )
    walk = plan(promises.world(dev.cases, dev.assessments).scored, cases=len(inside))
    proven = [walk.proven(inside, target=target, delta=promises.DELTA) for target in TARGETS]
    return {
        "topics_left_out": count,
        **_aurocs(test),
        "answered": [_answered(outside, thresholds) for thresholds in proven],
    }


def _answered(scored: Scored, proven: Sequence[float]) -> float:
    return scored.at(proven[-1])[0] / len(scored) if proven else 0.0


def _without(public: PublicSet, known: Sequence[TopicId]) -> tuple[Any, Splits]:
    service = service_from_labels(public.name.lower(), known)
    taught, dev = _about(public.train, known), _about(public.dev, known)
    return service, Splits(train=tuple(taught), dev=tuple(dev), calibrate=(), test=())


def _about(cases: Sequence[Case], topics: Sequence[TopicId]) -> list[Case]:
    return [case for case in cases if case.topic_id in topics]


def _aurocs(asked: Asked) -> Mapping[str, float]:
    return {
        "auroc_ranked": asked.auroc(lambda a: a.best.probability if a.best else 0.0),
        "auroc": asked.auroc(lambda a: a.rightness or 0.0),
    }


def _weighed_for_scope(dev: Asked) -> Callable[[Assessment], float]:
    """Weigh the same signals by whether a message is in scope at all, which dev knows here."""
    known = [bool(assessment.best) for assessment in dev.assessments]
    judged = [assessment for assessment in dev.assessments if assessment.best]
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))
    model.fit(np.column_stack(signals_of(judged).columns()), dev.in_scope[known])
    return lambda assessment: float(
        model.decision_function(np.column_stack(signals_of([assessment]).columns()))[0]
    )
