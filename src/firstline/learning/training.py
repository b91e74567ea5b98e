"""Train: labelled splits in, a release out; deterministic from its inputs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firstline.analysis.scorecards import Scorer
from firstline.domain.cases import Case
from firstline.domain.decisions import Decision
from firstline.domain.examples import ExampleCustomer
from firstline.domain.guarantees import RecallGuarantee, Thresholds
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.engine import Engine
from firstline.engine.golden import golden_set
from firstline.inference.encoders import Encoder
from firstline.inference.rightness import Rightness
from firstline.inference.vectors import Vectors
from firstline.learning.corpus import Splits
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.evidence import Evidence, evidence_of, write_evidence
from firstline.learning.heads import FittedClassifier, Setting, fit_classifier
from firstline.learning.label_noise import Suspicion, suspicions_of
from firstline.learning.likeness import fit_likeness
from firstline.learning.rightness import fit_rightness
from firstline.learning.sentiment import fit_sentiment
from firstline.learning.thresholds import assess_cases, choose_thresholds
from firstline.learning.usage import fit_ranker
from firstline.release.records import Model, Release
from firstline.release.writer import write_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    release: Release
    fitted: FittedClassifier
    """With everything tried, as judged on dev."""
    suspicions: tuple[Suspicion, ...]
    """Learnt cases whose topic looks mistaken."""
    decisions: tuple[Decision, ...]
    """On the test split, in its order."""
    evidence: Evidence
    """What the thresholds were chosen from."""


STEPS = ("learning topics", "choosing thresholds", "scoring the test weeks")

# Before calibration nothing is automatic and nothing is routed.
UNCALIBRATED = Thresholds(
    precision=(),
    expert=RecallGuarantee(
        threshold=1.1,
        target=1.0,
        delta=0.0,
        cases=0,
        caught=0,
        lower_bound=0.0,
        holds=False,
        cases_needed=0,
    ),
)


def train(
    service: Service,
    splits: Splits,
    encoder: Encoder,
    *,
    examples: Sequence[ExampleCustomer] = (),
    settings: Sequence[Setting] | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Fit the model, calibrate thresholds, score the test split.

    Args:
        service: the content that the release will hold.
        splits: of its history; nobody is in two of them.
        encoder: the service's; texts it has remembered are not computed again.
        examples: customers for the playground, also the golden set.
        settings: of the linear SVM, in place of the usual ones.
        step: is told what begins, for a progress display.
    """
    remembering = RememberingEncoder(encoder)
    learn, calibrating, score = STEPS
    step(learn)
    labelled = [case for case in splits.train if case.topic_id is not None]
    fitted = _fit(service, labelled, splits.dev, remembering, settings)
    model = _model(service, labelled, fitted, remembering)
    draft = Release(model=model, service=service, thresholds=UNCALIBRATED, examples=tuple(examples))
    step(calibrating)
    taught = replace(model, rightness=_fit_rightness(draft, splits, remembering))
    draft = replace(draft, model=taught)
    engine = Engine(draft, remembering)
    pilot, calibration = assess_cases(engine, splits.dev), assess_cases(engine, splits.calibrate)
    draft = replace(draft, thresholds=choose_thresholds(service, pilot, calibration))
    step(score)
    engine = Engine(draft, remembering)
    decisions = engine.answer_many([case.inquiry for case in splits.test])
    scorecard = Scorer(service).score(splits.test, decisions)
    golden = golden_set(engine, examples)
    release = replace(draft, scorecard=scorecard, golden=golden)
    return Trained(
        release=release,
        fitted=fitted,
        suspicions=suspicions_of(fitted, labelled),
        decisions=tuple(decisions),
        evidence=evidence_of(pilot, calibration, ends_at=splits.newest),
    )


def _fit(
    service: Service,
    labelled: Sequence[Case],
    dev: Sequence[Case],
    encoder: Encoder,
    settings: Sequence[Setting] | None,
) -> FittedClassifier:
    def embed(cases: Sequence[Case]) -> Vectors:
        return encoder.encode([case.inquiry.text for case in cases])

    return fit_classifier(
        labelled,
        [case for case in dev if case.topic_id is not None],
        embed,
        service.schema,
        parts=service.model,
        topics=service.topics.leaves,
        settings=settings,
    )


def _model(
    service: Service, labelled: Sequence[Case], fitted: FittedClassifier, encoder: Encoder
) -> Model:
    """Put the classifier together with what else is learnt, but for the second stage."""
    embeddings = encoder.encode([case.inquiry.text for case in labelled])
    return Model(
        encoder=encoder.card.name,
        encoder_base=encoder.card.base,
        encoder_sha256=encoder.card.sha256,
        classifier=fitted.classifier,
        ranker=fit_ranker(labelled, service),
        likeness=fit_likeness([case.topic_id for case in labelled if case.topic_id], embeddings),
        sentiment=fit_sentiment(encoder, _read_by(encoder, service)),
        parts=fitted.choices,
    )


def _fit_rightness(draft: Release, splits: Splits, encoder: Encoder) -> Rightness:
    return fit_rightness(draft.service, assess_cases(Engine(draft, encoder), splits.dev))


def _read_by(encoder: Encoder, service: Service) -> tuple[Language, ...]:
    known = encoder.card.languages
    return tuple(language for language in service.languages if language in known)


def write(trained: Trained, root: Path) -> str:
    """Write the release and its evidence beside it; return the release's digest."""
    digest = write_release(trained.release, root)
    write_evidence(trained.evidence, root, digest)
    return digest
