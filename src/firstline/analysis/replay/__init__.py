"""Replay: what a change of topics, templates or rules would have done on real past traffic."""

from firstline.analysis.replay.impact import impact_of
from firstline.analysis.replay.traffic import LoggedDecision, Traffic

__all__ = ["Change", "Impact", "LoggedDecision", "Traffic", "impact_of"]
