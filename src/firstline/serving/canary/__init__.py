"""A candidate release on a share of the traffic: kept, compared, and stopped when it is worse."""

from firstline.serving.canary.judge import Arm, Judge
from firstline.serving.canary.keeper import CanaryKeeper

__all__ = ["Arm", "CanaryKeeper", "Judge"]
