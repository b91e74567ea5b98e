"""The list of releases, and what one of them says of itself."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders import MONDAY
from tests.panel.training.conftest import DoWork

from firstline.domain.topics import TopicId
from firstline.learning.training import Trained, write
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.models import Job, State
from firstline.panel.releases.models import Publication, Way
from firstline.panel.services.models import HostedService
from firstline.panel.training.models import ReleasePicture, ReleaseSummary
from firstline.panel.training.summaries import AT_ONCE, remember_new

As = Callable[[Role], Client]


def listed(client: Client, **filters: str) -> list[str]:
    page = client.get(reverse("models", args=("shop",)), filters)
    assert page.status_code == 200
    return [row.summary.digest for row in page.context["page"]]


def test_the_list_shows_every_release_with_where_it_came_from(
    shop: HostedService, as_: As, live: str, candidate: str
) -> None:
    manifest = shop.folder.store.root / candidate / "manifest.json"
    os.utime(manifest, (manifest.stat().st_mtime + 60,) * 2)
    page = as_(Role.ANALYST).get(reverse("models", args=(shop.slug,)))
    rows = {row.summary.digest: row for row in page.context["page"]}

    assert set(rows) == {live, candidate}
    assert (rows[live].origin, rows[candidate].origin) == ("training", "content")
    assert rows[live].is_live
    assert rows[live].summary.coverage > 0
    assert rows[candidate].summary.coverage is None


@pytest.mark.usefixtures("candidate")
def test_the_list_filters_and_sorts_by_its_address(as_: As, live: str) -> None:
    client = as_(Role.ANALYST)

    assert listed(client, state="live") == [live]
    assert listed(client, state="canary") == []
    assert listed(client, sort="-coverage")[0] == live
    assert len(listed(client, encoder="all-MiniLM-L6-v2")) == 2
    assert listed(client, encoder="another") == []


def test_a_release_is_read_once_and_many_new_ones_do_not_hold_up_a_page(
    shop: HostedService, candidate: str
) -> None:
    store = shop.folder.store.root
    for number in range(AT_ONCE):
        (store / f"{number:064x}").symlink_to(store / candidate)

    assert remember_new(shop) == 2
    assert ReleaseSummary.objects.count() == AT_ONCE
    assert remember_new(shop) == 0
    assert ReleaseSummary.objects.count() == AT_ONCE + 2


def test_a_damaged_release_does_not_break_the_list(
    shop: HostedService, as_: As, live: str, candidate: str
) -> None:
    (shop.folder.store.root / candidate / "thresholds.json").write_text("{")

    assert listed(as_(Role.ANALYST)) == [live]


def test_a_service_without_releases_says_what_to_do(shop: HostedService, as_: As) -> None:
    shop.path += "-empty"
    shop.save()
    page = as_(Role.ML_ENGINEER).get(reverse("models", args=(shop.slug,)))

    assert "upload a history and train" in page.content.decode()


def test_a_release_says_how_sure_its_numbers_are(shop: HostedService, as_: As, live: str) -> None:
    page = as_(Role.ANALYST).get(reverse("models-one", args=(shop.slug, live)))
    text = page.content.decode()

    assert page.status_code == 200
    assert "bounds are 80.0" in text
    assert "at least" in text
    assert "Charged twice" in text or "charged twice" in text
    assert "What the model is made of" in text


def test_a_release_in_shadow_says_what_it_would_answer(
    shop: HostedService, as_: As, live: str, in_shadow: str
) -> None:
    client = as_(Role.ANALYST)
    page = client.get(reverse("models", args=(shop.slug,)))
    rows = {row.summary.digest: row.summary for row in page.context["page"]}
    release = client.get(reverse("models-one", args=(shop.slug, in_shadow)))

    assert rows[in_shadow].coverage == 0
    assert rows[in_shadow].answerable == rows[live].coverage > 0
    assert "on auto it would answer" in page.content.decode()
    assert release.context["lines"][0].title == "Would be answered on auto"
    assert "what would be sent if they were on auto" in release.content.decode()


def test_releases_are_sorted_by_what_they_could_answer(
    as_: As, live: str, candidate: str, in_shadow: str
) -> None:
    assert listed(as_(Role.ANALYST), sort="coverage")[0] == candidate  # edited: no number
    assert set(listed(as_(Role.ANALYST), sort="coverage")[1:]) == {live, in_shadow}


def test_a_retrained_release_is_found_as_one_though_its_model_was_there_before(
    shop: HostedService, as_: As, live: str, candidate: str
) -> None:
    Job.objects.create(
        service=shop, kind="retrain", state=State.DONE, result={"release": candidate}
    )

    assert listed(as_(Role.ANALYST), **{"from": "retraining"}) == [candidate]
    assert listed(as_(Role.ANALYST), **{"from": "training"}) == [live]


def test_there_is_no_page_of_a_release_that_is_not_there(shop: HostedService, as_: As) -> None:
    page = as_(Role.ANALYST).get(reverse("models-one", args=(shop.slug, "f" * 64)))

    assert page.status_code == 404


def test_the_charts_are_computed_at_the_first_look_and_kept(
    learnt_shop: HostedService, as_: As, live: str, do_work: DoWork
) -> None:
    client, address = as_(Role.ANALYST), reverse("models-charts", args=(learnt_shop.slug, live))
    assert "Computing the curves" in client.get(address).content.decode()
    client.get(address)
    assert Job.objects.filter(kind="draw_charts").count() == 1
    do_work()
    text = client.get(address).content.decode()

    assert ReleasePicture.objects.get().body
    assert '<path class="band"' in text
    assert 'id="reliability"' in text
    assert "promised:" in text
    assert "<table>" in text  # the numbers as text
    assert "style=" not in text


def test_a_release_without_evidence_says_why_it_has_no_charts(
    shop: HostedService, as_: As, live: str, do_work: DoWork
) -> None:
    (shop.folder.store.root / f"{live}.evidence.json.gz").unlink()
    address = reverse("models-charts", args=(shop.slug, live))
    as_(Role.ANALYST).get(address)
    do_work()

    assert "train again" in as_(Role.ANALYST).get(address).content.decode()
    as_(Role.ML_ENGINEER).post(address)
    assert not ReleasePicture.objects.exists()


def test_only_who_may_publish_makes_a_release_live(
    shop: HostedService, as_: As, candidate: str, live: str
) -> None:
    form = {"note": "A try", "with_its_content": "on"}
    address = reverse("models-promote", args=(shop.slug, candidate))

    assert as_(Role.ML_ENGINEER).post(address, form).status_code == 403
    assert shop.folder.store.live() == live
    assert as_(Role.PUBLISHER).post(address, form).status_code == 302
    assert shop.folder.store.live() == candidate


def test_a_promotion_is_written_down(
    shop: HostedService, as_: As, cast: dict[Role, User], candidate: str, live: str
) -> None:
    form = {"note": "A try", "with_its_content": "on"}
    as_(Role.PUBLISHER).post(reverse("models-promote", args=(shop.slug, candidate)), form)
    published = Publication.objects.get()

    assert (published.way, published.release, published.previous) == (Way.MODEL, candidate, live)
    assert AuditEntry.objects.get(action="published").by == cast[Role.PUBLISHER]


def test_published_content_is_not_undone_unasked(
    shop: HostedService, as_: As, candidate: str, live: str
) -> None:
    sent = as_(Role.PUBLISHER).post(reverse("models-promote", args=(shop.slug, candidate)), {})

    assert sent.status_code == 422
    assert "content that was published since would be undone" in sent.content.decode()
    assert shop.folder.store.live() == live


def test_what_was_rolled_back_is_marked(shop: HostedService, as_: As, candidate: str) -> None:
    store = shop.folder.store
    store.publish(candidate, at=MONDAY)
    store.roll_back(at=MONDAY)
    page = as_(Role.ANALYST).get(reverse("models", args=(shop.slug,)))
    rows = {row.summary.digest: row for row in page.context["page"]}

    assert rows[candidate].was_rolled_back
    assert not rows[candidate].is_live


@pytest.mark.parametrize(
    ("threshold", "words"),
    [(0.5, "proven only together with 4 other topics"), (None, "together with 4 other topics: ")],
)
def test_a_topic_says_whose_promise_it_shares(
    shop: HostedService,
    as_: As,
    tiny_training: Trained,
    threshold: float | None,
    words: str,
) -> None:
    release = tiny_training.release
    assert release.scorecard
    lost, *others = release.scorecard.topics
    none = replace(lost.accuracy, count=0, of=83)
    card = replace(release.scorecard, topics=(replace(lost, accuracy=none), *others))
    topics = tuple(score.topic_id for score in card.topics if score.topic_id != "accident")
    first = release.thresholds.precision[0]
    pool = replace(first, name="all other topics", topics=topics, threshold=threshold)
    thresholds = replace(release.thresholds, precision=(pool,))
    pooled = replace(release, scorecard=card, thresholds=thresholds)
    digest = write(replace(tiny_training, release=pooled), shop.folder.store.root)
    page = as_(Role.ANALYST).get(reverse("models-one", args=(shop.slug, digest)))
    promises = {row.topic.id: row.promise for row in page.context["page"]}

    assert promises[lost.topic_id] == "no promise: none of its inquiries is found"
    assert promises[TopicId("accident")] == "no promise: experts answer"
    for score in others:
        if score.topic_id != "accident":
            assert promises[score.topic_id].startswith(words)
