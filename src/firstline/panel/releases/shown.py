"""What the draft's page shows, put together from draft, candidate and policy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstline.domain.errors import Problem
from firstline.panel.accounts.models import User
from firstline.panel.content.drafts import Edited, mark_of
from firstline.panel.content.models import DraftItem, Kind
from firstline.panel.releases.candidates import current_candidate, draft_mark, failed_candidate
from firstline.panel.releases.changes import ItemChange, item_change
from firstline.panel.releases.models import Approval, Candidate
from firstline.panel.releases.prepared import (
    PERIODS,
    Outlook,
    Prepared,
    RuleEffect,
    prepared_of,
)
from firstline.panel.releases.publishing import (
    Readiness,
    may_approve,
    readiness,
    standing_approval,
)
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    item: DraftItem
    change: ItemChange
    problems: tuple[Problem, ...]

    @property
    def mark(self) -> str:
        return mark_of(self.item.body)


def shown_items(edited: Edited) -> Sequence[ShownItem]:
    """Put each edit beside what is live, with the problems that it brings."""
    problems = defaultdict(list)
    for problem in edited.problems:
        problems[problem.file].append(problem)
    return [
        ShownItem(
            item=item,
            change=item_change(kind, key, item.base, item.body),
            problems=tuple(problems[_file(kind, key)]),
        )
        for (kind, key), item in edited.items.items()
    ]


def other_problems(edited: Edited) -> Sequence[Problem]:
    """List the problems of items that were not edited themselves."""
    own = {_file(kind, key) for kind, key in edited.items}
    return [problem for problem in edited.problems if problem.file not in own]


def _file(kind: Kind, key: str) -> str:
    return "workspace" if kind is Kind.SETTINGS else f"{kind}s/{key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far the draft is on its way, as one person sees it."""

    edited: Edited
    mark: str
    candidate: Candidate | None
    failed: Candidate | None
    prepared: Prepared
    readiness: Readiness
    days: int
    approval: Approval | None
    may_approve: bool

    @property
    def outlook(self) -> Outlook | None:
        return self.prepared.outlook(self.days)

    @property
    def is_over(self) -> bool:
        return self.candidate is None or self.candidate.job.is_over

    @property
    def is_checkable(self) -> bool:
        """Whether it may be checked and is not yet."""
        return bool(
            self.candidate is None
            and self.failed is None
            and self.edited.is_changed
            and not self.edited.problems
        )

    @property
    def shown_effects(self) -> Sequence[tuple[DraftItem, RuleEffect]]:
        """Put what proofs say of edited rules beside their items."""
        found = ((self.edited.item(Kind.TEMPLATE, e.template), e) for e in self._effects())
        return [(item, effect) for item, effect in found if item]

    @property
    def effects(self) -> Mapping[int, RuleEffect]:
        return {item.pk: effect for item, effect in self.shown_effects}

    @property
    def topic_names(self) -> Mapping[str, str]:
        """Of the topics that the draft has, which have a page."""
        return {str(topic.id): topic.name for topic in self.edited.service.topics}

    def _effects(self) -> Sequence[RuleEffect]:
        return self.prepared.effects or ()

    @property
    def periods(self) -> Sequence[int]:
        return PERIODS


def state_of(service: HostedService, edited: Edited, user: User, *, days: int) -> State:
    candidate = current_candidate(service, edited)
    return State(
        edited=edited,
        mark=draft_mark(edited),
        candidate=candidate,
        failed=None if candidate else failed_candidate(service, edited),
        prepared=prepared_of(candidate.job.result if candidate else None),
        readiness=readiness(service, edited, candidate),
        days=days,
        approval=standing_approval(candidate) if candidate else None,
        may_approve=candidate is not None and may_approve(candidate, user),
    )
