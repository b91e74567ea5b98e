"""Numbers of models in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from firstline.domain.guarantees import PrecisionGuarantee, RecallGuarantee
from firstline.domain.scorecards import Scorecard, Share
from firstline.panel.tags import percent

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
    for title, share in (*_held_back(card), *_done(card)):
        yield Measured(title=title, share=_shown(share), words=bound_words(share))


def _held_back(card: Scorecard) -> Iterator[tuple[str, Share]]:
    """Say first what a release in shadow is worth; what it sends says nothing."""
    if card.is_held_back and card.answerable and card.answerable_precision:
        yield _("Would be answered on auto"), card.answerable
        yield _("Would be right among these"), card.answerable_precision


def _done(card: Scorecard) -> tuple[tuple[str, Share], ...]:
    return (
        (_("Topic found"), card.accuracy),
        (_("Answered automatically (coverage)"), card.coverage),
        (_("Right among these (precision)"), card.precision),
        (_("Expert inquiries routed (recall)"), card.expert_recall),
        (_("Experts’ among the routed (precision)"), card.expert_precision),
        (_("Given to agents with suggestions"), card.suggested),
        (_("Right reply among suggestions"), card.suggestion_hits),
    )


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
