"""The mirror promise: few enough expert-line inquiries slip by."""

from collections.abc import Sequence

import numpy as np

from firstline.analysis.bounds import cases_to_certify, lower_bound, p_value
from firstline.domain.guarantees import RecallGuarantee

# Fixed beforehand, from careful to bold. Nothing above 0.5 is tried: an inquiry that is
# more probably an expert's than not goes to the experts.
THRESHOLDS = tuple(float(t) for t in np.geomspace(0.002, 0.5, 41))


def expert_threshold(
    probabilities: Sequence[float], *, target: float, delta: float
) -> RecallGuarantee:
    """Choose the highest routing threshold that keeps the recall, by a fixed sequence.

    Args:
        probabilities: of the expert topics together, one per labelled expert-line case.
        target: share that must be caught.
        delta: accepted probability that it is not.
    """
    values = np.array(probabilities, dtype=np.float64)
    accepted = None
    for threshold in THRESHOLDS:
        if p_value(int((values >= threshold).sum()), len(values), target) > delta:
            break
        accepted = threshold
    threshold = accepted if accepted is not None else THRESHOLDS[0]
    caught = int((values >= threshold).sum())
    return RecallGuarantee(
        threshold=threshold,
        target=target,
        delta=delta,
        cases=len(values),
        caught=caught,
        lower_bound=lower_bound(caught, len(values), delta),
        holds=accepted is not None,
        cases_needed=0 if accepted is not None else _missing(caught, len(values), target, delta),
    )


def _missing(caught: int, of: int, target: float, delta: float) -> int:
    share = (2 * caught + 1) / (2 * of + 2)
    best = cases_to_certify(max(share, (1 + target) / 2), target, delta) or 0
    return max(best - of, 1)
