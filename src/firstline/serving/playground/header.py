"""The head of the page: which service, which release, and how good it is."""

from dataclasses import dataclass

from firstline.domain.scorecards import Scorecard
from firstline.release.records import Release
from firstline.serving.playground.words import counted, percent, title

SHORT_DIGEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFact:
    label: str
    value: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    service: str
    name: str
    facts: tuple[HeadFact, ...]


def header(release: Release) -> Header:
    sure = percent(1 - release.service.policy.delta)
    numbers = _numbers(release.scorecard, sure) if release.scorecard else ()
    return Header(
        service=release.service.name,
        name=title(release.service.name),
        facts=(*numbers, _digest(release.digest)),
    )


def _numbers(card: Scorecard, sure: str) -> tuple[HeadFact, ...]:
    coverage, precision = card.coverage, card.precision
    bound = percent(precision.lower_bound, places=1)
    return (
        HeadFact(
            label="answered by itself",
            value=percent(coverage.value),
            explanation=f"Of {counted(coverage.of, 'test message')} that it had never seen, "
            f"{coverage.count:,} got an automatic reply. All others went to people.",
        ),
        HeadFact(
            label=f"of those right, at least {bound}",
            value=percent(precision.value, places=1),
            explanation=f"{precision.count:,} of {precision.of:,} automatic replies "
            f"matched what a person had sent. With {sure} confidence at least {bound} are right.",
        ),
        HeadFact(
            label="test messages",
            value=f"{card.cases:,}",
            explanation="Messages of the newest weeks, kept aside: nothing was learned from them."
            f" From {card.first_received[:10]} to {card.last_received[:10]}.",
        ),
    )


def _digest(digest: str) -> HeadFact:
    return HeadFact(
        label="release",
        value=digest[:SHORT_DIGEST],
        explanation="The exact model, replies, rules and promises that answer now. "
        f"Its full name is {digest}.",
    )
