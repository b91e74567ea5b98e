"""Retrain now, and every week."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.panel.training.conftest import DoWork

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.models import Job, State
from firstline.panel.services.models import HostedService
from firstline.panel.training.asking import Material, Retraining
from firstline.panel.training.models import RetrainingSchedule
from firstline.panel.training.results import RETRAINED
from firstline.panel.training.schedules import ask_what_is_due, next_time, set_schedule

As = Callable[[Role], Client]
FROM_HISTORY = Retraining(material=Material(journal=False, history="history.csv"), publish=False)
BERLIN = "Europe/Berlin"
MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_retraining_makes_a_release_and_says_what_became_of_it(
    learnt_shop: HostedService, as_: As, live: str, do_work: DoWork
) -> None:
    address = reverse("models-retrain", args=(learnt_shop.slug,))
    sent = as_(Role.ML_ENGINEER).post(address, {"history": "history.csv"})
    assert sent.status_code == 302
    again = as_(Role.ML_ENGINEER).post(address, {"history": "history.csv"})
    assert again.status_code == 422  # one at a time
    do_work()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    result = RETRAINED.validate_python(job.result)

    assert (learnt_shop.folder.store.root / result.release).is_dir()
    assert learnt_shop.folder.store.live() == live  # it was not to be published
    page = as_(Role.ANALYST).get(sent["Location"]).content.decode()
    assert "labelled inquiries" in page
    assert "On the same" in page
    rows = as_(Role.ANALYST).get(reverse("models", args=(learnt_shop.slug,))).context["page"]
    assert {row.summary.digest: row.origin for row in rows}[result.release] == "retraining"
    assert AuditEntry.objects.filter(action="job_started", subject="retraining").count() == 1


def test_who_may_not_publish_lets_nothing_go_live_by_rule(
    learnt_shop: HostedService, as_: As
) -> None:
    form = {"history": "history.csv", "publish": "on"}
    address = reverse("models-retrain", args=(learnt_shop.slug,))

    assert as_(Role.ML_ENGINEER).post(address, form).status_code == 403
    assert not Job.objects.exists()


def test_a_week_is_set_shown_and_switched_off(learnt_shop: HostedService, as_: As) -> None:
    engineer = as_(Role.ML_ENGINEER)
    address = reverse("models-schedule", args=(learnt_shop.slug,))
    form = {"weekly-weekday": "6", "weekly-hour": "4", "weekly-history": "history.csv"}
    assert engineer.post(address, form).status_code == 302
    page = engineer.get(reverse("models-retrain", args=(learnt_shop.slug,)))
    assert "Sunday, 04:00 (Europe/Berlin)" in page.content.decode()
    assert engineer.post(address, {"off": "1"}).status_code == 302

    assert not RetrainingSchedule.objects.exists()
    changes = AuditEntry.objects.filter(action="settings_changed").order_by("pk")
    assert [change.after.splitlines()[0] for change in changes] == [
        "sunday 04:00 Europe/Berlin",
        "off",
    ]


@pytest.mark.parametrize(
    ("weekday", "hour", "expected"),
    [
        (0, 14, datetime(2026, 3, 2, 13, 0, tzinfo=UTC)),  # later today
        (0, 13, datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),  # this very hour has begun
        (1, 3, datetime(2026, 3, 3, 2, 0, tzinfo=UTC)),
        (6, 3, datetime(2026, 3, 8, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_next_time_is_by_the_clocks_of_the_service(
    weekday: int, hour: int, expected: datetime
) -> None:
    assert next_time(weekday, hour, zone=BERLIN, after=MONDAY_NOON) == expected


def test_summer_time_moves_the_hour_and_not_the_clock() -> None:
    winter = next_time(6, 3, zone=BERLIN, after=datetime(2026, 3, 20, tzinfo=UTC))
    summer = next_time(6, 3, zone=BERLIN, after=winter)

    assert summer - winter == timedelta(days=7) - timedelta(hours=1)


@pytest.fixture
def weekly(learnt_shop: HostedService, cast: dict[Role, User]) -> RetrainingSchedule:
    return set_schedule(
        learnt_shop,
        FROM_HISTORY,
        weekday=1,
        hour=3,
        zone=BERLIN,
        by=cast[Role.ML_ENGINEER],
        now=MONDAY_NOON,
    )


def test_what_is_due_is_asked_for_once(weekly: RetrainingSchedule) -> None:
    assert ask_what_is_due(weekly.next_at - timedelta(seconds=1)) == 0
    assert ask_what_is_due(weekly.next_at) == 1
    assert ask_what_is_due(weekly.next_at) == 0
    job = Job.objects.get()

    assert job.kind == "retrain"
    assert job.asked_by == weekly.set_by


def test_a_worker_that_was_off_for_a_month_asks_once(weekly: RetrainingSchedule) -> None:
    late = weekly.next_at + timedelta(days=30)

    assert ask_what_is_due(late) == 1
    assert RetrainingSchedule.objects.get().next_at > late


def test_a_second_worker_that_saw_the_same_does_not_ask_again(
    weekly: RetrainingSchedule,
) -> None:
    with connection.execute_wrapper(_interrupting(weekly)):
        asked = ask_what_is_due(weekly.next_at)

    assert asked == 0
    assert Job.objects.count() == 1


def _interrupting(weekly: RetrainingSchedule) -> Callable[..., object]:
    """Let another worker be quicker, between this one's look and its move."""
    is_done = False

    def wrapper(execute: Callable[..., object], sql: str, *rest: object) -> object:
        nonlocal is_done
        if not is_done and sql.startswith("UPDATE") and "retrainingschedule" in sql:
            is_done = True
            assert ask_what_is_due(weekly.next_at) == 1
        return execute(sql, *rest)

    return wrapper
