"""Make the labelled cases look like all traffic again, before anything is measured on them.

People answer what the engine was unsure of, so their labels are of the hard inquiries; of the
automatic replies only those are labelled that someone audited. Measured on such a mixture,
coverage and precision would be of no traffic there is. So of the part that is labelled more
often as many cases are left out, at random, as makes both parts equally likely to be there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firstline.domain.cases import Case
from firstline.domain.errors import FirstlineError
from firstline.learning.corpus.splits import Splits, draw
from firstline.learning.retraining.gathering import Decided, Gathered, Source

LATEST = datetime.max.replace(tzinfo=UTC)


class NothingAudited(FirstlineError):
    """Automatic replies were sent, and nobody said of any whether it was right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """How many decisions of the measured weeks somebody labelled, by what was done with them."""

    sent: int
    audited: int
    unsent: int
    answered: int
    """Of the unsent ones, those with an agent's label."""

    @property
    def share(self) -> float:
        """How probable it is for every decision, of either part, to be kept."""
        parts = ((self.audited, self.sent), (self.answered, self.unsent))
        return min((count / of for count, of in parts if of), default=1.0)

    def odds(self, source: Source) -> float:
        """How probable it is for a labelled case to be kept."""
        match source:
            case Source.AUDIT:
                return self.share * self.sent / self.audited
            case Source.AGENT:
                return self.share * self.unsent / self.answered
            case Source.TAKEOVER | Source.CHOSEN:
                return 0.0


def representative(splits: Splits, gathered: Gathered) -> tuple[Splits, Labelled]:
    """Leave out of dev, calibrate and test what is there too often.

    Raises:
        NothingAudited: nothing is known of the automatic replies of these weeks.
    """
    measured = (*splits.dev, *splits.calibrate, *splits.test)
    since = min((case.inquiry.received_at for case in measured), default=LATEST)
    labelled = _labelled(gathered, measured, since)
    if labelled.sent and not labelled.audited:
        raise NothingAudited(
            f"{labelled.sent:,} inquiries since {since:%Y-%m-%d} were answered automatically, and "
            "nobody said of any whether the reply was right; have agents look at a random share "
            "of them, and record what they say as outcomes of the kind `audit`"
        )

    def kept(cases: Iterable[Case]) -> tuple[Case, ...]:
        return tuple(case for case in cases if _is_kept(case, gathered, labelled))

    thinned = replace(
        splits,
        dev=kept(splits.dev),
        calibrate=kept(splits.calibrate),
        test=kept(splits.test),
    )
    return thinned, labelled


def _labelled(gathered: Gathered, measured: Iterable[Case], since: datetime) -> Labelled:
    ids = {case.inquiry.id for case in measured}
    recent = {
        inquiry_id: decided
        for inquiry_id, decided in gathered.decided.items()
        if decided.at >= since or inquiry_id in ids
    }

    def count(source: Source) -> int:
        return sum(gathered.sources.get(inquiry_id) is source for inquiry_id in recent)

    return Labelled(
        sent=_sent(recent.values()),
        audited=count(Source.AUDIT),
        unsent=len(recent) - _sent(recent.values()),
        answered=count(Source.AGENT),
    )


def _sent(decided: Iterable[Decided]) -> int:
    return sum(decision.was_sent for decision in decided)


def _is_kept(case: Case, gathered: Gathered, labelled: Labelled) -> bool:
    source = gathered.sources.get(case.inquiry.id)
    # Of what only the history knows nothing was chosen by us.
    return source is None or draw(f"kept:{case.inquiry.id}") < labelled.odds(source)
