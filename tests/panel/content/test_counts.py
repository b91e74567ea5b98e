"""How often templates are sent is counted from the journal, each decision once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from firstline.domain.templates import TemplateId
from firstline.journal.entries import JournalEntry, Outcome, OutcomeKind
from firstline.journal.writer import Journal
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress
from firstline.panel.services.models import HostedService
from firstline.panel.usage import counts
from firstline.panel.usage.counts import catch_up, count_all, use_of
from firstline.panel.usage.sparklines import points

Decide = Callable[..., JournalEntry]


def test_nothing_is_counted_before_the_first_decision(shop: HostedService) -> None:
    catch_up(shop)
    assert use_of(shop, "paid_once").total == 0


def test_each_decision_is_counted_once(shop: HostedService, decided: Decide) -> None:
    now = timezone.now()
    decided(at=now - timedelta(weeks=1))
    catch_up(shop)
    decided(at=now)
    catch_up(shop)
    catch_up(shop)
    use = use_of(shop, "paid_once")
    assert use.sent == 2
    assert use.last_at == now
    assert list(use.weeks[-2:]) == [1, 1]


def test_ratings_and_agents_choices_are_counted_too(
    shop: HostedService, decided: Decide, shop_journal: Journal
) -> None:
    entry = decided(at=timezone.now())

    def happens(kind: OutcomeKind, *, rating: int | None = None, sent: str | None = None) -> None:
        outcome = Outcome(
            decision_id=entry.decision_id,
            kind=kind,
            recorded_at=timezone.now(),
            rating=rating,
            template_id=TemplateId(sent) if sent else None,
        )
        shop_journal.record_outcome(outcome).result(timeout=10)

    happens(OutcomeKind.RATING, rating=5)
    happens(OutcomeKind.RATING, rating=2)
    happens(OutcomeKind.AGENT_REPLY, sent="paid_in_cash")
    catch_up(shop)
    assert use_of(shop, "paid_once").rating == 3.5
    assert use_of(shop, "paid_in_cash").chosen == 1


def test_a_long_journal_is_counted_by_a_job_that_is_asked_for_once(
    shop: HostedService, decided: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "IN_A_REQUEST", 1)
    for _ in range(3):
        decided(at=timezone.now())
    catch_up(shop)
    catch_up(shop)
    job = Job.objects.get(kind="count_uses")
    assert use_of(shop, "paid_once").sent == 0
    assert count_all(shop, Progress(job)) == 3
    assert use_of(shop, "paid_once").sent == 3


def test_a_line_of_numbers_stays_in_its_box() -> None:
    assert points([0, 5, 10]) == "2.0,22.0 48.0,12.0 94.0,2.0"
    assert points([]) == ""
