"""Numbers of models in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from firstline.analysis.comparison import Comparison, Side
from firstline.analysis.flips import Flip
from firstline.domain.changes import CONFIDENCE, ShareChange
from firstline.domain.guarantees import PrecisionGuarantee, RecallGuarantee
from firstline.domain.scorecards import Scorecard, Share
from firstline.panel.tags import percent

FLIPS: Mapping[Flip, Promise] = {
    Flip.RIGHT_TO_WRONG: lazy("right before, wrong now"),
    Flip.WRONG_TO_RIGHT: lazy("wrong before, right now"),
    Flip.NEWLY_RIGHT: lazy("newly answered, right"),
    Flip.NEWLY_WRONG: lazy("newly answered, wrong"),
    Flip.NO_LONGER_RIGHT: lazy("no longer answered, was right"),
    Flip.NO_LONGER_WRONG: lazy("no longer answered, was wrong"),
}
OMITTED: Mapping[str, Promise] = {
    "not_first": lazy("were no first messages"),
    "facts_unknown": lazy("have facts that the service no longer knows"),
    "retired_template": lazy("were answered with templates that there are no longer"),
    "retired_topic": lazy("are about topics that there are no longer"),
    "nobody_said": lazy("have no label: sent automatically and not audited, or not reported"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A line of a scorecard."""

    title: str
    share: str
    words: str


def scorecard_lines(card: Scorecard) -> Iterator[Measured]:
    rows: tuple[tuple[str, Share], ...] = (
        (_("Topic found"), card.accuracy),
        (_("Answered automatically (coverage)"), card.coverage),
        (_("Right among these (precision)"), card.precision),
        (_("Expert inquiries routed (recall)"), card.expert_recall),
        (_("Experts’ among the routed (precision)"), card.expert_precision),
        (_("Given to agents with suggestions"), card.suggested),
        (_("Right reply among suggestions"), card.suggestion_hits),
    )
    for title, share in rows:
        yield Measured(title=title, share=_shown(share), words=bound_words(share))


def _shown(share: Share) -> str:
    return percent(share.value) if share.of else "–"


def bound_words(share: Share) -> str:
    if not share.of:
        return _("no cases")
    words = _("at least %(bound)s; %(count)s of %(of)s")
    return words % {
        "bound": percent(share.lower_bound),
        "count": f"{share.count:,}",
        "of": f"{share.of:,}",
    }


def promise_words(guarantee: PrecisionGuarantee) -> str:
    """Say what is proven, or what is missing."""
    sure = percent(1 - guarantee.delta)
    if guarantee.threshold is not None:
        words = _("at least %(target)s right, %(sure)s sure")
        return words % {"target": percent(guarantee.target), "sure": sure}
    if guarantee.cases_needed is None:
        return _("not right often enough: more cases alone will not help")
    needed = guarantee.cases_needed
    return ngettext(
        "needs about %(count)s more labelled case",
        "needs about %(count)s more labelled cases",
        needed,
    ) % {"count": f"{needed:,}"}


def expert_words(expert: RecallGuarantee) -> str:
    values = {"target": percent(expert.target), "sure": percent(1 - expert.delta)}
    if expert.holds:
        return _("at least %(target)s of expert inquiries are routed, %(sure)s sure") % values
    needed = {**values, "count": f"{expert.cases_needed:,}"}
    return (
        _(
            "not proven yet for %(target)s: needs about %(count)s more labelled cases; until then "
            "the most careful threshold is used"
        )
        % needed
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    title: str
    old: str
    new: str
    difference: str
    tone: str = ""
    """`good` or `bad` where the difference can be told apart from chance."""


def comparison_lines(comparison: Comparison, *, target: float) -> Iterator[ComparedLine]:
    old, new = comparison.old, comparison.new
    is_refuted = new.precision_upper_bound < target
    yield _changed(_("Topic found"), comparison.accuracy)
    yield _changed(_("Answered automatically (coverage)"), comparison.coverage)
    yield ComparedLine(
        title=_("Right among these (precision)"),
        old=_precision(old),
        new=_precision(new),
        difference=_("the promise is refuted") if is_refuted else "",
        tone="bad" if is_refuted else "",
    )
    yield ComparedLine(
        title=_("Could be answered at the target"),
        old=percent(old.coverage_at_target),
        new=percent(new.coverage_at_target),
        difference="",
    )
    yield _changed(_("Right reply among the best three"), comparison.hits)
    recalls = [side.scorecard.expert_recall for side in (old, new)]
    before, after = (
        _("%(count)s of %(of)s") % {"count": recall.count, "of": recall.of} for recall in recalls
    )
    yield ComparedLine(title=_("Expert inquiries routed"), old=before, new=after, difference="")


def _changed(title: str, change: ShareChange | None) -> ComparedLine:
    if change is None:
        return ComparedLine(title=title, old="–", new="–", difference="")
    tone = "good" if change.low > 0 else "bad" if change.high < 0 else ""
    return ComparedLine(
        title=title,
        old=percent(change.before),
        new=percent(change.after),
        difference=change_words(change),
        tone=tone,
    )


def change_words(change: ShareChange) -> str:
    words = _("%(difference)s points (%(sure)s sure: %(low)s to %(high)s)")
    return words % {
        "difference": f"{100 * change.difference:+.1f}",
        "sure": percent(CONFIDENCE),
        "low": f"{100 * change.low:+.1f}",
        "high": f"{100 * change.high:+.1f}",
    }


def _precision(side: Side) -> str:
    precision = side.scorecard.precision
    if not precision.of:
        return "–"
    words = _("%(share)s of %(of)s")
    return words % {"share": percent(precision.value), "of": f"{precision.of:,}"}


def comparison_answer(comparison: Comparison) -> str:
    """Say in one sentence which of two releases answers more."""
    change = comparison.coverage
    values = {"old": comparison.old.digest[:12], "new": comparison.new.digest[:12]}
    if change.low > 0:
        return _("%(new)s answers more than %(old)s") % values
    if change.high < 0:
        return _("%(new)s answers less than %(old)s") % values
    return _("%(new)s and %(old)s cannot be told apart by how much they answer") % values
