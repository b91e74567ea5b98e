"""The parts of the topic classifier: heads and calibrators, and how they are chosen."""

from firstline.learning.heads.calibration import fit_temperature, log_loss
from firstline.learning.heads.choosing import (
    FitReport,
    FittedClassifier,
    describe,
    fit_classifier,
)
from firstline.learning.heads.examples import fit_space
from firstline.learning.heads.linear import Setting
from firstline.learning.heads.noise import Doubt, Noise
from firstline.learning.heads.settings import SETTINGS

__all__ = [
    "SETTINGS",
    "Doubt",
    "FitReport",
    "FittedClassifier",
    "Noise",
    "Setting",
    "describe",
    "fit_classifier",
    "fit_space",
    "fit_temperature",
    "log_loss",
]
