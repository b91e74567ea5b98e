"""What was asked for, how far it is, and how to ask again."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.log import Action, record
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.kinds import KINDS
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import FUNCTIONS, Progress, run_job
from firstline.panel.services.models import HostedService
from firstline.work.worker import load_jobs

As = Callable[[Role], Client]
MakeJob = Callable[..., Job]


@pytest.fixture
def a_job(shop: HostedService) -> MakeJob:
    def make(kind: str = "count_uses", state: State = State.DONE, **fields: Any) -> Job:  # noqa: ANN401
        return Job.objects.create(service=shop, kind=kind, state=state, **fields)

    return make


def listed(client: Client, **filters: str) -> list[Job]:
    page = client.get(reverse("jobs", args=("shop",)), filters)
    assert page.status_code == 200
    return list(page.context["page"])


def page_of(client: Client, job: Job) -> str:
    page = client.get(reverse("jobs-one", args=("shop", job.pk)))
    assert page.status_code == 200
    return page.content.decode()


def again(client: Client, job: Job) -> int:
    return client.post(reverse("jobs-again", args=("shop", job.pk))).status_code


def test_every_kind_that_a_worker_runs_has_words_and_a_page() -> None:
    load_jobs()

    assert set(FUNCTIONS) == set(KINDS)


def test_jobs_have_words_and_those_nobody_asked_for_are_by_itself(
    as_: As, a_job: MakeJob, cast: dict[Role, User]
) -> None:
    a_job("fill_queues")
    a_job("look_at_history", asked_by=cast[Role.OWNER])
    text = as_(Role.ANALYST).get(reverse("jobs", args=("shop",))).content.decode()

    for words in ("Inquiries to annotate", "Columns of a history", "by itself", "Owner"):
        assert words in text
    assert ">None<" not in text
    assert ">fill_queues<" not in text


def test_jobs_are_filtered_and_sorted_by_the_address(as_: As, a_job: MakeJob) -> None:
    now = timezone.now()
    short = a_job(started_at=now, finished_at=now + timedelta(seconds=2))
    long = a_job("train", started_at=now, finished_at=now + timedelta(minutes=3))
    failed = a_job("compare", State.FAILED)
    client = as_(Role.ANALYST)

    assert listed(client) == [failed, long, short]
    assert listed(client, state="failed") == [failed]
    assert listed(client, kind="train") == [long]
    assert listed(client, kind="train", state="failed") == []
    assert listed(client, sort="-took") == [long, short, failed]
    assert listed(client, sort="kind") == [failed, short, long]


def test_a_jobs_page_says_who_when_how_long_and_where_it_belongs(
    as_: As, a_job: MakeJob, cast: dict[Role, User]
) -> None:
    now = timezone.now()
    job = a_job(
        "compare",
        asked_by=cast[Role.ML_ENGINEER],
        started_at=now,
        finished_at=now + timedelta(seconds=75),
    )
    text = page_of(as_(Role.ANALYST), job)

    for words in ("Comparison of two releases", "ML engineer", "1 minute", "All jobs"):
        assert words in text
    assert reverse("models-comparison", args=("shop", job.pk)) in text
    assert "Try again" not in text


@pytest.mark.parametrize(
    ("took", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=42), "42 seconds"),
        (timedelta(minutes=12), "12 minutes"),
        (timedelta(hours=1, minutes=5), "1 h 5 min"),
    ],
)
def test_durations_are_in_the_unit_that_people_would_use(
    as_: As, a_job: MakeJob, took: timedelta, words: str
) -> None:
    job = a_job(started_at=timezone.now(), finished_at=timezone.now() + took)

    assert words in page_of(as_(Role.ANALYST), job)


def test_who_waits_is_told_how_many_are_before_them(as_: As, a_job: MakeJob) -> None:
    a_job("retrain", State.RUNNING, is_long=True)
    a_job("train", State.DONE, is_long=True)
    a_job("fill_queues", State.WAITING)
    waiting = a_job("compare", State.WAITING, is_long=True)

    assert "behind 1 other job<" in page_of(as_(Role.ANALYST), waiting)


def test_a_failed_job_runs_again_as_it_was_asked_for(
    as_: As,
    a_job: MakeJob,
    cast: dict[Role, User],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []

    def compare(job: Job, _: Progress) -> Mapping[str, Any]:
        seen.append(job.parameters)
        if len(seen) == 1:
            raise FirstlineError("the history is gone")
        return {}

    monkeypatch.setitem(FUNCTIONS, "compare", compare)
    job = a_job("compare", State.WAITING, parameters={"old": "a"})
    run_job.call(str(job.pk))
    engineer = as_(Role.ML_ENGINEER)
    assert "Try again" in page_of(engineer, job)
    assert again(engineer, job) == 302
    run_job.call(str(job.pk))
    job.refresh_from_db()

    assert (job.state, job.error, job.asked_by) == (State.DONE, "", cast[Role.ML_ENGINEER])
    assert seen == [{"old": "a"}, {"old": "a"}]
    assert AuditEntry.objects.get(action="job_started").note == "tried again"


def test_only_who_may_ask_for_a_job_may_ask_again(as_: As, a_job: MakeJob) -> None:
    compared = a_job("compare", State.FAILED)
    goes_live = a_job("retrain", State.FAILED, parameters={"publish": True})

    assert again(as_(Role.ANALYST), compared) == 403
    assert "Try again" not in page_of(as_(Role.ANALYST), compared)
    assert again(as_(Role.ML_ENGINEER), goes_live) == 403
    assert again(as_(Role.OWNER), goes_live) == 302


def test_what_is_under_way_or_done_is_not_asked_for_again(as_: As, a_job: MakeJob) -> None:
    done, failed = a_job(), a_job("compare", State.FAILED)
    a_job("compare", State.RUNNING)
    owner = as_(Role.OWNER)

    assert again(owner, done) == 422
    assert again(owner, failed) == 422
    assert Job.objects.filter(state=State.WAITING).count() == 0


def test_the_check_of_a_draft_is_asked_for_on_its_own_page(as_: As, a_job: MakeJob) -> None:
    checked = a_job("prepare", State.FAILED)
    text = page_of(as_(Role.OWNER), checked)

    assert "Try again" not in text
    assert reverse("publish", args=("shop",)) in text


def test_the_audit_log_names_jobs_in_words(
    shop: HostedService, as_: As, cast: dict[Role, User]
) -> None:
    by = cast[Role.OWNER]
    record(Action.JOB_STARTED, "look_at_history rides.csv", by=by, service=shop)
    text = as_(Role.AUDITOR).get(reverse("audit", args=(shop.slug,))).content.decode()

    assert "Columns of a history: rides.csv" in text
    entry = AuditEntry.objects.get(action="job_started")
    page = as_(Role.AUDITOR).get(reverse("audit-one", args=(shop.slug, entry.pk)))
    assert "started a job: Columns of a history: rides.csv" in page.content.decode()


def test_a_job_of_a_later_version_is_shown_by_its_own_name(as_: As, a_job: MakeJob) -> None:
    job = a_job("weigh_topics", State.FAILED)
    text = page_of(as_(Role.OWNER), job)

    assert "weigh topics" in text
    assert "Try again" not in text
