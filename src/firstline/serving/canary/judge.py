"""Compare a canary with the live release by what the journal says of both.

Nothing is kept elsewhere: after a restart the journal is read again from where the canary
began, and every process that writes one journal comes to the same verdict.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstline.domain.decisions import AutoReply, DecisionId
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind
from firstline.journal.reader import JournalReader
from firstline.release.canaries import Canary
from firstline.serving.canary.rates import HigherRate

ALPHA = 0.025  # for each of two verdicts: a good canary is ever stopped in one of 20 trials
LEAST_DROP = 0.05  # a candidate may be meant to answer a little less, and better
MOST_IN_BLOCK = 20
LOW_RATING = 2


@dataclass(slots=True, kw_only=True)
class Arm:
    """What one release has done since the canary began."""

    asked: int = 0
    """First messages, which alone may be answered automatically."""
    automatic: int = 0
    settled: int = 0
    """Automatic replies whose customers had time to come back."""
    came_back: int = 0

    @property
    def coverage(self) -> float:
        return self.automatic / self.asked if self.asked else 0.0

    @property
    def came_back_share(self) -> float:
        return self.came_back / self.settled if self.settled else 0.0


@dataclass(frozen=True, slots=True)
class _Sent:
    decision_id: DecisionId
    at: datetime
    is_canary: bool


class Judge:
    """Follows the journal and says when the canary is to be stopped.

    Args:
        reader: of the journal that the service writes.
        canary: the release on trial.
        live: digest of the one that it is compared with.
        settled_after: an automatic reply after which the customer has not come back for so
            long counts as right.
    """

    def __init__(
        self, reader: JournalReader, canary: Canary, live: str, *, settled_after: timedelta
    ) -> None:
        self._reader = reader
        self._arms = {canary.digest: Arm(), live: Arm()}
        self.canary, self.live = self._arms[canary.digest], self._arms[live]
        self._digest = canary.digest
        self._settled_after = settled_after
        self._place = reader.place_before(canary.started_at)
        self._unsettled: deque[_Sent] = deque()
        in_block = min(max(round((1 - canary.share) / canary.share), 1), MOST_IN_BLOCK)
        self._answers_less = HigherRate(others_in_block=in_block)
        self._fails_customers = HigherRate(others_in_block=in_block)

    def look(self, now: datetime) -> str | None:
        """Take in what is new; return a reason to stop, if there is one."""
        for place, entry in self._reader.numbered_entries(after=self._place):
            self._place = place
            self._count(entry)
        while self._unsettled and self._unsettled[0].at + self._settled_after <= now:
            self._settle(self._unsettled.popleft())
        return self._verdict()

    def _count(self, entry: JournalEntry) -> None:
        release = entry.decision.trace.release
        arm = self._arms.get(release)
        if arm is None or entry.inquiry.person_has_spoken or entry.inquiry.auto_reply_sent:
            return
        is_canary, is_automatic = release == self._digest, isinstance(entry.decision, AutoReply)
        arm.asked += 1
        arm.automatic += is_automatic
        self._answers_less.add(is_suspect=is_canary, happened=not is_automatic)
        if is_automatic:
            self._unsettled.append(_Sent(entry.decision_id, entry.decided_at, is_canary))

    def _settle(self, sent: _Sent) -> None:
        arm = self.canary if sent.is_canary else self.live
        outcomes = self._reader.outcomes(sent.decision_id)
        came_back = _came_back(outcomes, before=sent.at + self._settled_after)
        arm.settled += 1
        arm.came_back += came_back
        self._fails_customers.add(is_suspect=sent.is_canary, happened=came_back)

    def _verdict(self) -> str | None:
        canary, live = self.canary, self.live
        if self._fails_customers.is_proven(ALPHA):
            return (
                f"customers came back after {canary.came_back_share:.1%} of its "
                f"{canary.settled:,} automatic replies, after {live.came_back_share:.1%} of the "
                f"{live.settled:,} of the live release"
            )
        drop = live.coverage - canary.coverage
        if drop >= LEAST_DROP and self._answers_less.is_proven(ALPHA):
            return (
                f"it answers {canary.coverage:.1%} of {canary.asked:,} inquiries automatically, "
                f"the live release {live.coverage:.1%} of {live.asked:,}"
            )
        return None


def _came_back(outcomes: Sequence[Outcome], *, before: datetime) -> bool:
    """Say whether the customer had something to say against an automatic reply."""
    return any(_speaks_against(outcome) and outcome.recorded_at <= before for outcome in outcomes)


def _speaks_against(outcome: Outcome) -> bool:
    match outcome.kind:
        case OutcomeKind.FOLLOWED_UP | OutcomeKind.ESCALATED:
            return True
        case OutcomeKind.RATING:
            return (outcome.rating or LOW_RATING + 1) <= LOW_RATING
        case _:
            return False
