"""Old against new, on the same inquiries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.panel.training.conftest import DoWork

from firstline.panel.accounts.roles import Role
from firstline.panel.jobs.models import Job, State
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


@pytest.fixture
def asked(
    learnt_shop: HostedService,
    as_: As,
    live: str,
    candidate: str,
    do_work: DoWork,
) -> Job:
    form = {"old": live, "new": candidate, "history": "history.csv"}
    sent = as_(Role.ML_ENGINEER).post(reverse("models-compare", args=(learnt_shop.slug,)), form)
    assert sent.status_code == 302, sent.content.decode()
    do_work()
    job = Job.objects.get()
    assert job.state == State.DONE, job.error
    return job


def test_two_releases_are_compared_on_held_out_inquiries(
    learnt_shop: HostedService, as_: As, asked: Job
) -> None:
    page = as_(Role.ANALYST).get(reverse("models-comparison", args=(learnt_shop.slug, asked.pk)))
    shown = page.context["shown"]

    assert shown.cases == page.context["compared"].total > 10
    assert "cannot be told apart by how much they answer" in shown.answer
    assert "points (90.0" in page.content.decode()
    assert len(shown.flips) == 6


def test_two_releases_that_differ_only_by_shadow_are_said_to_differ_by_nothing_else(
    learnt_shop: HostedService, as_: As, live: str, in_shadow: str, do_work: DoWork
) -> None:
    form = {"old": in_shadow, "new": live, "history": "history.csv"}
    as_(Role.ML_ENGINEER).post(reverse("models-compare", args=(learnt_shop.slug,)), form)
    do_work()
    job = Job.objects.get()
    page = as_(Role.ANALYST).get(reverse("models-comparison", args=(learnt_shop.slug, job.pk)))
    shown = page.context["shown"]

    assert "cannot be told apart by how much they could answer" in shown.answer
    assert "differs only by the modes of topics" in shown.held_back
    assert shown.lines[0].title == "Could be answered at the target"
    assert [line.tone for line in shown.lines] == [""] * len(shown.lines)
    assert [flips.count for flips in shown.flips] == [0] * 6


def test_a_comparison_under_way_asks_again(learnt_shop: HostedService, as_: As, asked: Job) -> None:
    Job.objects.update(state=State.RUNNING)
    address = reverse("models-comparison", args=(learnt_shop.slug, asked.pk))
    part = as_(Role.ANALYST).get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'hx-trigger="every 1s"' in part
    assert "What changes" in part  # what is known so far


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose two different releases"),
        ({"history": ""}, "Choose the journal, a history, or both"),
        ({"history": "../../etc/passwd.csv"}, "is not one of the available choices"),
    ],
)
@pytest.mark.usefixtures("candidate")
def test_a_form_that_cannot_be_compared_says_why(
    learnt_shop: HostedService,
    as_: As,
    live: str,
    form: dict[str, str],
    words: str,
) -> None:
    sent = as_(Role.ML_ENGINEER).post(
        reverse("models-compare", args=(learnt_shop.slug,)),
        {"old": live, "new": live, "history": "history.csv", **form},
    )

    assert sent.status_code == 422
    assert words in sent.content.decode()


def test_an_analyst_reads_comparisons_and_asks_for_none(
    learnt_shop: HostedService, as_: As, live: str
) -> None:
    address = reverse("models-compare", args=(learnt_shop.slug,))

    assert as_(Role.ANALYST).get(address).status_code == 200
    assert as_(Role.ANALYST).post(address, {"old": live, "new": live}).status_code == 403


def test_nothing_to_compare_on_is_said_by_the_job(
    shop: HostedService, as_: As, live: str, candidate: str, do_work: DoWork
) -> None:
    form = {"old": live, "new": candidate, "journal": "on"}
    as_(Role.ML_ENGINEER).post(reverse("models-compare", args=(shop.slug,)), form)
    do_work()

    assert "the journal is empty and no history is chosen" in Job.objects.get().error
