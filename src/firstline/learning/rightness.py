"""Fit the second stage on the dev split, which trains no weight of the first."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from firstline.domain.services import Service
from firstline.engine.assessments import Assessment, signals_of
from firstline.engine.reading import escalation_reason
from firstline.inference.rightness import UNTAUGHT, Rightness
from firstline.learning.recall import THRESHOLDS
from firstline.learning.thresholds import Labelled

FEWEST = 20  # right replies, and wrong ones: four numbers are learnt from them


def fit_rightness(service: Service, dev: Sequence[Labelled]) -> Rightness:
    """Learn when the best reply is right; too few cases leave the ranker's probability."""
    answerable = [labelled for labelled in dev if _is_answerable(labelled.assessment)]
    right = np.array([_is_right(service, labelled) for labelled in answerable], dtype=np.bool_)
    if min(right.sum(), (~right).sum()) < FEWEST:
        return UNTAUGHT
    signals = signals_of([labelled.assessment for labelled in answerable])
    columns = np.column_stack(signals.columns())
    scaler = StandardScaler().fit(columns)
    fitted = LogisticRegression().fit(scaler.transform(columns), right)
    weights = fitted.coef_[0] / scaler.scale_  # so that answering need not scale its signals
    chance, lead, likeness = weights.tolist()
    bias = float(fitted.intercept_[0] - (weights * scaler.mean_).sum())
    return Rightness(chance=chance, lead=lead, likeness=likeness, bias=bias)


def _is_answerable(assessment: Assessment) -> bool:
    """Whether it could be sent; what may go to the experts whatever calibration says, not."""
    if escalation_reason(assessment.reading) or assessment.best is None:
        return False
    return assessment.expert_probability < THRESHOLDS[-1]


def _is_right(service: Service, labelled: Labelled) -> bool:
    best = labelled.assessment.best
    return best is not None and service.template(best.template_id).is_as_right_as(
        labelled.case.template_id
    )
