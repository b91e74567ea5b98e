"""Old against new, on the same inquiries."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.panel.training.conftest import DoWork

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.jobs.models import Job, State
from firstline.panel.onboarding.models import HistoryFile
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


@pytest.fixture
def flipped(learnt_shop: HostedService, asked: Job) -> Job:
    """The comparison, as one of releases that treat 19 inquiries otherwise."""
    assert asked.result
    comparison = asked.result["comparison"]
    kinds = ["newly_right"] * 12 + ["newly_wrong"] * 7
    comparison["flips"] = {"newly_right": 30, "newly_wrong": 7}
    comparison["samples"] = [
        {
            "inquiry_id": f"q{number}",
            "received_at": f"2026-03-{number + 1:02}T09:00:00Z",
            "text": f"message {number}",
            "flip": kind,
            "topic_id": "driver_late" if number % 2 else "lost_item",
            "template_id": "sorry_late",
            "before": None,
            "after": "sorry_late",
            "decision_id": f"d{number}" if number == 3 else None,
        }
        for number, kind in enumerate(kinds)
    ]
    asked.save()
    assert learnt_shop.jobs.filter(pk=asked.pk).exists()
    return asked


def shown_flips(client: Client, job: Job, **asked: str) -> list[str]:
    page = client.get(reverse("models-flips", args=("shop", job.pk)), asked)
    assert page.status_code == 200
    return [sample.inquiry_id for sample in page.context["page"]]


def test_a_comparison_shows_some_flips_and_leads_to_the_others(as_: As, flipped: Job) -> None:
    page = as_(Role.ANALYST).get(reverse("models-comparison", args=("shop", flipped.pk)))
    text = page.content.decode()

    assert [len(flips.samples) for flips in page.context["shown"].flips] == [0, 0, 5, 5, 0, 0]
    assert reverse("models-flips", args=("shop", flipped.pk)) + "?kind=newly_wrong" in text
    assert "<code>sorry_late</code> (driver late)" in text


def test_flips_are_listed_by_kind_and_topic(as_: As, flipped: Job) -> None:
    client = as_(Role.ANALYST)

    assert len(shown_flips(client, flipped)) == 19
    assert shown_flips(client, flipped, kind="newly_wrong") == [f"q{n}" for n in range(12, 19)]
    assert shown_flips(client, flipped, kind="newly_wrong", topic="lost_item") == [
        *("q12", "q14", "q16", "q18")
    ]
    assert shown_flips(client, flipped, sort="-received")[0] == "q18"
    assert shown_flips(client, flipped, kind="wrong_to_right") == []


def test_a_flip_leads_to_the_decision_of_that_time(as_: As, flipped: Job) -> None:
    address = reverse("models-flips", args=("shop", flipped.pk))
    text = as_(Role.ANALYST).get(address).content.decode()

    assert reverse("publish-decision", args=("shop", "d3")) in text
    assert text.count("publish/decisions/") == 1
    assert "19 of 37, drawn at random from each kind" in text


def test_a_comparison_without_a_result_has_no_flips_yet(
    shop: HostedService, as_: As, flipped: Job
) -> None:
    Job.objects.filter(pk=flipped.pk).update(result=None, state=State.FAILED)
    address = reverse("models-flips", args=(shop.slug, flipped.pk))

    assert as_(Role.ANALYST).get(address).status_code == 404


def a_history(shop: HostedService, by: User, name: str, **column_map: str) -> str:
    brought = HistoryFile.objects.create(
        service=shop, name=name, file=name, size=1, by=by, column_map=column_map
    )
    brought.folder.mkdir(parents=True)
    brought.path.write_text("utterance,intent\n")
    return f"upload:{brought.pk.hex}"


def test_columns_that_onboarding_mapped_are_filled_in(
    shop: HostedService, as_: As, cast: dict[Role, User], live: str, candidate: str
) -> None:
    by = cast[Role.ML_ENGINEER]
    older = a_history(shop, by, "older.csv", text="words", topic="topic")
    a_history(shop, by, "newer.csv", text="utterance", topic="intent", id="id")
    address = reverse("models-compare", args=(shop.slug,))
    form = as_(Role.ML_ENGINEER).get(address).context["form"]
    assert form["columns"].value() == "text=utterance,topic=intent"

    sent = {"old": live, "new": candidate, "history": older, "columns": form["columns"].value()}
    as_(Role.ML_ENGINEER).post(address, sent)
    # What was filled in was of the other history.
    assert Job.objects.get().parameters["material"]["columns"] == "text=words"


def test_columns_that_somebody_typed_are_taken_as_they_are(
    shop: HostedService, as_: As, cast: dict[Role, User], live: str, candidate: str
) -> None:
    brought = a_history(shop, cast[Role.ML_ENGINEER], "h.csv", text="a,b", topic="intent")
    address = reverse("models-compare", args=(shop.slug,))
    form = as_(Role.ML_ENGINEER).get(address).context["form"]
    assert form["columns"].value() == ""  # a comma cannot be typed

    sent = {"old": live, "new": candidate, "history": brought, "columns": "topic=label"}
    as_(Role.ML_ENGINEER).post(address, sent)
    assert Job.objects.get().parameters["material"]["columns"] == "topic=label"
