"""Choose the parts of the topic classifier, fit them, and say why."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firstline.domain.cases import Case
from firstline.domain.errors import HistoryError
from firstline.domain.facts import FactSchema
from firstline.domain.model_parts import Head, ModelParts, PartChoice
from firstline.domain.topics import Topic, TopicId
from firstline.inference.classifier import FeatureSpace, TopicClassifier
from firstline.inference.vectors import Vectors
from firstline.learning.heads.calibration import Calibration, choose_calibration, fit_shares
from firstline.learning.heads.examples import examples_of, fit_space
from firstline.learning.heads.judging import Candidate, judge
from firstline.learning.heads.linear import LinearMap, Setting, mixed
from firstline.learning.heads.names import name_cases
from firstline.learning.heads.noise import Noise, choose_noise
from firstline.learning.heads.settings import settings_for

FEWEST_TOPICS = 2
WORTH_A_BLEND = 0.99
"""Share of the best single head's log loss that a blend must beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitReport:
    """How one head did on held-out cases."""

    name: str
    accuracy: float
    log_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedClassifier:
    classifier: TopicClassifier
    reports: tuple[FitReport, ...]
    """Everything tried."""
    choices: tuple[PartChoice, ...]
    noise: Noise
    """Which of the learnt cases look mislabelled."""


def fit_classifier(
    train: Sequence[Case],
    dev: Sequence[Case],
    embed: Callable[[Sequence[Case]], Vectors],
    schema: FactSchema,
    *,
    parts: ModelParts | None = None,
    topics: Sequence[Topic] = (),
    settings: Sequence[Setting] | None = None,
) -> FittedClassifier:
    """Fit what the service asks for; `auto` takes what does best on `dev`.

    Both splits must hold only cases with a topic. Where `dev` is small, folds of `train`
    judge instead, each scored by a fit on the others.

    Args:
        train: what the weights are fitted to.
        dev: what chooses and calibrates.
        embed: the encoder's, row by row.
        schema: of the facts.
        parts: what the service asks for.
        topics: their names may be learnt from too.
        settings: of the linear SVM, in place of the usual ones.

    Raises:
        HistoryError: `train` holds fewer than two topics, so there is nothing to tell apart.
    """
    asked = parts or ModelParts()
    ids = _topics(train)
    per_topic = len(train) / len(ids)
    space = fit_space(train, schema, dimension=embed(train[:1]).shape[1])
    column = {topic: number for number, topic in enumerate(ids)}
    names, taught = name_cases(asked.topic_names, topics, train[0], column, per_topic)
    learn = examples_of(train, space, embed, column, names=names)
    held = examples_of([c for c in dev if c.topic_id in column], space, embed, column)
    tried = settings_for(asked.head, per_topic, has_facts=bool(len(space.facts)), svm=settings)
    learn, noise, cleaned = choose_noise(asked.label_noise, learn, held)
    candidates = judge(held, learn, tried)
    best, head = _choose_head(asked.head, candidates, per_topic)
    calibration, calibrated = choose_calibration(asked.calibrator, best.scores, best.topics)
    return FittedClassifier(
        classifier=_classifier(best.map_, calibration, space, ids),
        reports=tuple(map(_report, dict.fromkeys((*candidates, best)))),
        choices=(head, calibrated, taught, cleaned),
        noise=noise,
    )


def _topics(train: Sequence[Case]) -> tuple[TopicId, ...]:
    topics = tuple(sorted({case.topic_id for case in train if case.topic_id}))
    if len(topics) < FEWEST_TOPICS:
        found = f"only `{topics[0]}`" if topics else "no topic at all"
        raise HistoryError(
            f"the earliest inquiries of the history, which are learnt from, have {found}; "
            "label inquiries of at least two topics, or import a longer history"
        )
    return topics


def _choose_head(
    asked: Head, candidates: Sequence[Candidate], per_topic: float
) -> tuple[Candidate, PartChoice]:
    """Take the best single head, or the blend of the best of each kind."""
    single = min(candidates, key=lambda candidate: candidate.log_loss)
    if asked not in {Head.AUTO, Head.BLEND}:
        return single, PartChoice(part="head", chosen=single.head, why="as the service asks")
    blend = _blend(candidates)
    found = ", ".join(f"{c.name} {c.log_loss:.3f}" for c in (blend, *_best_of_each(candidates)))
    why = f"{per_topic:.0f} examples per topic; log loss on {len(blend.topics):,} held out: {found}"
    is_better = blend.log_loss < WORTH_A_BLEND * single.log_loss
    best = blend if is_better or asked is Head.BLEND else single
    return best, PartChoice(part="head", chosen=best.name, why=why)


def _best_of_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    kinds: dict[Head, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        kinds[candidate.head].append(candidate)
    return [min(kind, key=lambda candidate: candidate.log_loss) for kind in kinds.values()]


def _blend(candidates: Sequence[Candidate]) -> Candidate:
    best = _best_of_each(candidates)
    topics = best[0].topics
    shares = fit_shares([candidate.scores for candidate in best], topics)
    return Candidate(
        head=Head.BLEND,
        name="blend of "
        + " and ".join(str(c.head) for share, c in zip(shares, best, strict=True) if share > 0),
        map_=mixed([candidate.map_ for candidate in best], list(shares)),
        scores=np.tensordot(shares, [candidate.scores for candidate in best], axes=1),
        topics=topics,
    )


def _classifier(
    map_: LinearMap, calibration: Calibration, space: FeatureSpace, topics: tuple[TopicId, ...]
) -> TopicClassifier:
    return TopicClassifier(
        topics=topics,
        space=space,
        weights=np.ascontiguousarray(map_.weights, dtype=np.float32),
        bias=(map_.bias + calibration.shift).astype(np.float32),
        temperature=calibration.temperature,
    )


def _report(candidate: Candidate) -> FitReport:
    return FitReport(name=candidate.name, accuracy=candidate.accuracy, log_loss=candidate.log_loss)


def describe(fitted: "FittedClassifier") -> Iterator[str]:
    """Say what was tried, best first, and what was chosen."""
    for report in sorted(fitted.reports, key=lambda report: report.log_loss):
        yield (
            f"{report.name}: {report.accuracy:.1%} of held-out right, "
            f"log loss {report.log_loss:.3f}"
        )
    yield from map(str, fitted.choices)
