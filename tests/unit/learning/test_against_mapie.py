"""MAPIE's controller is a second, independent implementation of learn-then-test.

Its p-values are Hoeffding–Bentkus bounds, which are never below our exact binomial ones:
it must accept nothing that we refuse, and stop at most a few steps earlier.
"""

import numpy as np
import pytest
from mapie.risk_control import BinaryClassificationController
from numpy.typing import NDArray

from firstline.learning.precision import Scored
from firstline.learning.walks import Walk

TARGET, DELTA = 0.95, 0.1


def two_columns(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([1 - probabilities[:, 0], probabilities[:, 0]])


# it advises another method where precision does not rise with every step; the test stays valid
@pytest.mark.filterwarnings("ignore:Fixed sequence testing requires:UserWarning")
@pytest.mark.filterwarnings("ignore:No predict parameters were found:UserWarning")
@pytest.mark.parametrize("seed", range(8))
def test_mapie_accepts_nothing_that_we_refuse_and_stops_close_by(seed: int) -> None:
    random = np.random.default_rng(seed)
    probability = random.beta(5, 1, 2_000)
    cases = Scored(probability, random.random(2_000) < probability**0.4)
    pilot, calibration = (
        Scored(cases.probability[part], cases.right[part])
        for part in (slice(0, 700), slice(700, None))
    )
    sequence = np.quantile(pilot.probability, 1 - np.linspace(0.4, 1, 41)).tolist()
    controller = BinaryClassificationController(
        predict_function=two_columns,
        risk="precision",
        target_level=TARGET,
        confidence_level=1 - DELTA,
        list_predict_params=np.array(sequence),
        fwer_method="fixed_sequence",
    )
    controller.calibrate(calibration.probability[:, None], calibration.right.astype(int))
    ours = Walk.from_strictest(sequence).proven(calibration, target=TARGET, delta=DELTA)
    steps = {threshold: step for step, threshold in enumerate(sequence)}
    reached = max((steps[threshold] for threshold in ours), default=-1)
    theirs = max((steps[float(t)] for t in controller.valid_predict_params), default=-1)
    assert reached - 6 <= theirs <= reached
