"""Policy: what a service promises, and how boldly it may act."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Send at most so many automatic replies, the surest ones; one of the two is given."""

    share: float | None
    """Of all inquiries of the calibration weeks."""
    per_day: int | None
    """On every single day of the calibration weeks."""
    keep_target: bool = True
    """Whether the target must be proven too; if not, what can be proven is promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Answer where that is cheaper than leaving it to an agent; in any currency."""

    wrong_reply: float
    """Of a wrong automatic reply, all that follows from it included."""
    agent_reply: float
    """Of an inquiry that an agent answers."""

    @property
    def break_even(self) -> float:
        """The precision at which answering costs as much as not answering."""
        return 1 - self.agent_reply / self.wrong_reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    target_precision: float = 0.95
    """Share of automatic replies that must be right."""
    delta: float = 0.1
    """Accepted probability that a promise does not hold (confidence is 1 − delta)."""
    expert_recall: float = 0.95
    """Share of expert-line inquiries that must reach the expert line."""
    suggestion_floor: float = 0.05
    """Replies less probable than this are not shown: a weak draft is read as an answer."""
    suggestions: int = 3
    upset_to_person: float | None = None
    """From this probability of a negative sentiment on a person answers; `None`: never for
    that alone."""
    pool_below: int = 120
    """Topics with fewer calibration cases are pooled up the tree; about 133 answered
    cases certify 95 % at delta 0.1 when the true error is half the allowance."""
    accepted_loss: float = 0.03
    """A retrained release may, at worst, lose so much coverage or help for agents. On 2,150 test
    inquiries of rides the interval of coverage reached about 2 points to either side."""
    renew_after_days: int = 28
    """A live release calibrated so much earlier gives way to one that is no worse."""
    method: Budget | Costs | None = None
    """How to choose among thresholds; without one, the loosest that keeps the target."""
