"""What a check found, in words for the person who brought the history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMED = 12  # of topics or templates in one sentence

REASONS: Mapping[str, Promise] = {
    "broken_row": _("is no row of this file: wrong number of cells, or not UTF-8"),
    "no_text": _("has no text, or nothing but markup"),
    "bad_time": _("has a time that cannot be read"),
    "unknown_topic": _("names a topic that the service does not have"),
    "unknown_template": _("names a template that the service does not have"),
    "bad_fact": _("has a value that its fact cannot have"),
    "bad_value": _("has an id, rating or duration that cannot be one"),
    "repeated_id": _("has the id of an earlier row"),
}
"""Reasons of rejects; a test holds them against the import's own."""

LACKS: Mapping[str, tuple[Promise, Promise]] = {
    "few_cases": (
        _("Fewer than 100 rows say what they were about."),
        _("Bring a longer history, or map the column that holds the topic."),
    ),
    "few_topics": (
        _("Only one topic has rows."),
        _("There is nothing to tell apart yet; bring a history of at least two topics."),
    ),
    "no_times": (
        _("No column says when inquiries came in."),
        _("The parts to learn from and to test on are drawn at random, not by weeks."),
    ),
    "no_customers": (
        _("No customer writes twice."),
        _("If the file knows who wrote, map that column: a person in two parts flatters numbers."),
    ),
    "topics_without_cases": (
        _("Topics without a single row:"),
        _("They cannot be found yet. Label some of their inquiries, or accept it for now."),
    ),
    "topics_with_few_cases": (
        _("Topics with fewer than 30 rows:"),
        _("They are found less often, and are unlikely to earn automatic replies soon."),
    ),
    "templates_never_sent": (
        _("Templates that no agent sent:"),
        _("They are suggested at most, until agents have used them."),
    ),
    "facts_never_known": (
        _("Facts that no row knows:"),
        _("Rules that need them are never true here. Map their columns if the file has them."),
    ),
}
UNKNOWN = ("unknown_topic", "unknown_template")
MAPPED_BUT_UNKNOWN = _(
    "The column that is mapped holds other words than the ids of this service (see above). Map "
    "another column, or bring files of the service that have these topics and templates."
)
"""What to do about few cases where it is not the mapping that lacks."""
PREVENTS = frozenset({"few_cases", "few_topics"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is missing."""

    what: Promise
    so: Promise
    names: tuple[str, ...]
    more: int
    """Names that are not listed."""
    prevents: bool


def findings(result: Mapping[str, Any]) -> Iterator[Finding]:
    are_unknown = any(result["report"]["rejected"].get(reason) for reason in UNKNOWN)
    for kind, names in result["coverage"]["lacks"].items():
        what, so = LACKS[kind]
        if kind in PREVENTS and are_unknown:
            so = MAPPED_BUT_UNKNOWN
        yield Finding(
            what=what,
            so=so,
            names=tuple(names[:NAMED]),
            more=max(0, len(names) - NAMED),
            prevents=kind in PREVENTS,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Rows that were refused for one reason."""

    count: int
    reason: Promise
    values: Sequence[str]
    """Some that were unknown; none where the reason is another."""


def rejected(result: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> list[Rejected]:
    """List how many rows were refused, for which reason; the most frequent first."""
    counts = sorted(result["report"]["rejected"].items(), key=lambda pair: -pair[1])
    return [
        Rejected(
            count=count,
            reason=REASONS[kind],
            values=values.get(kind, ()) if kind in UNKNOWN else (),
        )
        for kind, count in counts
    ]
