"""A comparison of two releases in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from firstline.analysis.comparison import Comparison, Side
from firstline.analysis.flips import Flip
from firstline.domain.changes import CONFIDENCE, ShareChange
from firstline.panel.tags import percent

FLIPS: Mapping[Flip, Promise] = {
    Flip.RIGHT_TO_WRONG: lazy("right before, wrong now"),
    Flip.WRONG_TO_RIGHT: lazy("wrong before, right now"),
    Flip.NEWLY_RIGHT: lazy("newly answered, right"),
    Flip.NEWLY_WRONG: lazy("newly answered, wrong"),
    Flip.NO_LONGER_RIGHT: lazy("no longer answered, was right"),
    Flip.NO_LONGER_WRONG: lazy("no longer answered, was wrong"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    title: str
    old: str
    new: str
    difference: str
    tone: str = ""
    """`good` or `bad` where the difference can be told apart from chance."""


def comparison_lines(comparison: Comparison, *, target: float) -> Iterator[ComparedLine]:
    """Show numbers of both; first what they could answer, where modes hold replies back."""
    old, new = comparison.old, comparison.new
    coverage, at_target = _coverage(comparison), _at_target(old, new)
    if comparison.is_held_back:
        yield from (at_target, _changed(_("Would be answered on auto"), comparison.worth))
        yield _compared_precision(_("Would be right among these"), old, new, target)
        yield coverage
    else:
        yield coverage
        yield _compared_precision(_("Right among these (precision)"), old, new, target)
        yield at_target
    yield _changed(_("Topic found"), comparison.accuracy)
    yield _changed(_("Right reply among the best three"), comparison.hits)
    recalls = [side.scorecard.expert_recall for side in (old, new)]
    before, after = (
        _("%(count)s of %(of)s") % {"count": recall.count, "of": recall.of} for recall in recalls
    )
    yield ComparedLine(title=_("Expert inquiries routed"), old=before, new=after, difference="")


def _coverage(comparison: Comparison) -> ComparedLine:
    line = _changed(_("Answered automatically (coverage)"), comparison.coverage)
    if not comparison.is_held_back:
        return line
    return replace(line, difference=_("as the modes of topics allow"), tone="")


def _compared_precision(title: str, old: Side, new: Side, target: float) -> ComparedLine:
    is_refuted = new.precision_upper_bound < target
    return ComparedLine(
        title=title,
        old=_precision(old),
        new=_precision(new),
        difference=_("the promise is refuted") if is_refuted else "",
        tone="bad" if is_refuted else "",
    )


def _at_target(old: Side, new: Side) -> ComparedLine:
    return ComparedLine(
        title=_("Could be answered at the target"),
        old=percent(old.coverage_at_target),
        new=percent(new.coverage_at_target),
        difference="",
    )


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
    precision = side.precision
    if not precision.of:
        return "–"
    words = _("%(share)s of %(of)s")
    return words % {"share": percent(precision.value), "of": f"{precision.of:,}"}


def comparison_answer(comparison: Comparison) -> str:
    """Say in one sentence which of two releases answers more, or could."""
    words = _COULD_ANSWER if comparison.is_held_back else _ANSWERS
    change = comparison.worth
    values = {"old": comparison.old.digest[:12], "new": comparison.new.digest[:12]}
    which = "more" if change.low > 0 else "less" if change.high < 0 else "alike"
    return str(words[which]) % values


_ANSWERS: Mapping[str, Promise] = {
    "more": lazy("%(new)s answers more than %(old)s"),
    "less": lazy("%(new)s answers less than %(old)s"),
    "alike": lazy("%(new)s and %(old)s cannot be told apart by how much they answer"),
}
_COULD_ANSWER: Mapping[str, Promise] = {
    "more": lazy("%(new)s could answer more than %(old)s"),
    "less": lazy("%(new)s could answer less than %(old)s"),
    "alike": lazy("%(new)s and %(old)s cannot be told apart by how much they could answer"),
}


def held_back_words(comparison: Comparison) -> str:
    """Say what modes of topics do to a comparison; nothing where they do nothing."""
    if not comparison.is_held_back:
        return ""
    if comparison.worth.difference == 0 != comparison.coverage.difference:
        return _(
            "What they send differs only by the modes of topics: both would answer as much if no "
            "topic were in shadow or on suggest."
        )
    return _(
        "Topics in shadow or on suggest send nothing, so what is compared is what would be sent if "
        "they were on auto."
    )
