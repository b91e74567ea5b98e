"""A history becomes a release, which goes live in shadow."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY
from tests.integration.learning.conftest import SERVICE
from tests.panel.conftest import PanelClient
from tests.panel.onboarding.conftest import (
    Bring,
    DoWork,
    a_full_disk,
    a_row,
    as_csv,
    map_as_suggested,
    uploads,
)

from firstline.domain.decisions import Escalation, EscalationReason
from firstline.domain.inquiries import InquiryId
from firstline.domain.topics import Mode
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.journal.entries import RawInquiry
from firstline.journal.reader import JournalReader
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.models import Job, State
from firstline.panel.onboarding.models import HistoryFile, Onboarding, Step
from firstline.panel.releases.models import Publication, Way
from firstline.panel.services.live import live_release, release_of
from firstline.panel.services.models import HostedService


@dataclass(slots=True)
class Kept:
    """What the first training of this history made; the others would make the same."""

    folder: Path
    result: dict[str, Any] | None = None


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("trained"))


@pytest.fixture
def trained(checked: HistoryFile, mira: Client, do_work: DoWork, kept: Kept) -> HistoryFile:
    """A history that a release has learnt from."""
    sent = mira.post(reverse("history-train", args=("tiny", checked.pk)))
    assert sent.status_code == 302
    home = checked.service.folder.path
    if kept.result is None:
        do_work()
        shutil.copytree(home / "releases", kept.folder / "releases")
        shutil.copy(home / "rehearsal.sqlite3", kept.folder)
    else:
        shutil.copytree(kept.folder, home, dirs_exist_ok=True)
        Job.objects.filter(kind="train").update(state=State.DONE, result=kept.result)
    checked.refresh_from_db()
    assert checked.trained
    assert checked.trained.state == State.DONE, checked.trained.error
    kept.result = checked.trained.result
    return checked


@pytest.fixture
def published(trained: HistoryFile, mira: Client) -> HostedService:
    assert mira.post(reverse("onboarding-publish", args=("tiny",))).status_code == 302
    return trained.service


def test_a_training_shows_its_scorecard(trained: HistoryFile, mira: Client) -> None:
    page = mira.get(reverse("history-train", args=("tiny", trained.pk))).content.decode()

    assert "answered by itself" in page
    assert "of these right" in page
    assert "Charged twice" in page
    assert "expert line" in page
    assert reverse("onboarding-publish", args=("tiny",)) in page


def test_nothing_is_live_before_it_is_published(
    trained: HistoryFile, mira: Client, onboarding: Onboarding
) -> None:
    assert live_release(trained.service) is None
    assert onboarding.step is Step.PUBLISH
    assert (
        "sends nothing" in mira.get(reverse("onboarding-publish", args=("tiny",))).content.decode()
    )


def test_the_first_release_leaves_every_inquiry_to_people(
    published: HostedService, encoder: Encoder
) -> None:
    release = live_release(published)
    assert release

    assert {topic.mode for topic in release.service.topics} == {Mode.SHADOW}
    facts = {name: CARD_FACTS[name] for name in ("payment_type", "order_cost")}
    raw = RawInquiry(id=InquiryId("1"), text=CHARGED_TWICE, received_at=MONDAY, facts=facts)
    decision = Engine(release, encoder).answer(raw.typed(release.service))
    assert isinstance(decision, Escalation)
    assert decision.reason is EscalationReason.TOPIC_IN_SHADOW


def test_the_trained_release_keeps_the_modes_of_its_files(trained: HistoryFile) -> None:
    assert trained.trained
    assert trained.trained.result
    release = release_of(trained.service, trained.trained.result["release"])

    assert {topic.mode for topic in release.service.topics} == {Mode.AUTO}
    assert release.scorecard


def test_the_last_step_shows_what_was_achieved(trained: HistoryFile, mira: Client) -> None:
    page = mira.get(reverse("onboarding-publish", args=("tiny",))).content.decode()

    assert "answered by itself" in page
    assert "of these right" in page
    assert ("In shadow it would answer" in page) != ("it would answer nothing by itself" in page)
    assert reverse("history-train", args=("tiny", trained.pk)) in page


def test_publishing_is_written_down_and_ends_the_onboarding(
    published: HostedService, mira: Client, maker: User
) -> None:
    publication = Publication.objects.get()

    assert (publication.way, publication.by, publication.is_done) == (Way.MODEL, maker, True)
    assert AuditEntry.objects.filter(action="published", service=published).count() == 1
    assert Onboarding.objects.get().finished_at
    home = mira.get(reverse("onboarding", args=("tiny",)))
    assert home["Location"] == reverse("templates", args=("tiny",))
    assert mira.get(home["Location"]).status_code == 200
    done = mira.get(reverse("onboarding-done", args=("tiny",))).content.decode()
    assert "/services/tiny/v1/answer" in done


def test_pages_can_look_back_from_the_first_day(published: HostedService) -> None:
    reader = JournalReader(published.folder.past)

    assert reader.last_place() > 0
    reader.close()


def test_who_may_not_publish_cannot_take_the_last_step(trained: HistoryFile, mira: Client) -> None:
    assert mira.get(reverse("onboarding-publish", args=("tiny",))).status_code == 200
    emre, client = User.objects.make("emre@example.com"), PanelClient()
    Membership.objects.create(user=emre, service=trained.service, role=Role.ML_ENGINEER)
    client.force_login(emre, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("onboarding-publish", args=("tiny",))).content.decode()

    assert "An owner or a publisher" in page
    assert client.post(reverse("onboarding-publish", args=("tiny",))).status_code == 403
    assert live_release(trained.service) is None


def test_nothing_is_published_before_a_training(
    checked: HistoryFile, mira: Client, tiny: HostedService
) -> None:
    sent = mira.post(reverse("onboarding-publish", args=("tiny",)))

    assert sent["Location"] == reverse("onboarding", args=("tiny",))
    assert checked.trained is None
    assert live_release(tiny) is None


def test_training_again_gives_the_same_release(
    trained: HistoryFile, mira: Client, do_work: DoWork
) -> None:
    assert trained.trained
    first = trained.trained.result
    trained.suspicions.write_text("of the earlier training")
    mira.post(reverse("history-train", args=("tiny", trained.pk)))
    do_work()

    assert not trained.suspicions.exists()  # nothing looks mistaken in these
    trained.refresh_from_db()
    assert trained.trained.result == first


def test_replaced_files_ask_for_another_check(
    trained: HistoryFile, mira: Client, onboarding: Onboarding
) -> None:
    mira.post(reverse("onboarding-content", args=("tiny",)), {"files": uploads(dict(SERVICE))})

    assert onboarding.step is Step.CHECK
    page = mira.get(reverse("history-check", args=("tiny", trained.pk))).content.decode()
    assert "were replaced since the last check" in page


def test_too_few_rows_after_cleaning_are_told_in_words(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    rows = [a_row(n, customer_id="one", topic=("charged_twice", "lost_item")[n % 2])
            for n in range(120)]  # fmt: skip
    brought = bring(as_csv(rows))
    map_as_suggested(mira, brought)
    do_work()
    mira.post(reverse("history-train", args=("tiny", brought.pk)))
    do_work()

    job = Job.objects.get(kind="train")
    assert job.state == State.FAILED
    assert "bring a longer history" in job.error


def test_giving_up_midway_stops_the_training(
    checked: HistoryFile, mira: Client, do_work: DoWork
) -> None:
    mira.post(reverse("history-train", args=("tiny", checked.pk)))
    mira.post(reverse("onboarding-give-up", args=("tiny",)))
    do_work()

    job = Job.objects.get(kind="train")
    assert job.state == State.FAILED
    assert "was removed" in job.error
    assert not checked.service.folder.path.exists()


def test_a_full_disk_leaves_no_half_release(
    checked: HistoryFile, mira: Client, do_work: DoWork
) -> None:
    mira.post(reverse("history-train", args=("tiny", checked.pk)))
    with a_full_disk(after=20_000), pytest.raises(OSError, match="too large"):
        do_work()

    job = Job.objects.get(kind="train")
    assert job.state == State.FAILED
    assert "is the disk full?" in job.error
    store = checked.service.folder.store.root
    assert not store.exists() or list(store.iterdir()) == []


def test_a_service_that_answers_is_trained_again_without_going_live(
    shop: HostedService,
    as_: Callable[[Role], Client],
    history: bytes,
    do_work: DoWork,
) -> None:
    emre, live = as_(Role.ML_ENGINEER), shop.folder.store.live()
    address = reverse("history", args=(shop.slug,))
    assert "Step" not in emre.get(address).content.decode()
    emre.post(address, {"history": SimpleUploadedFile("new.csv", history)})
    do_work()
    brought = shop.histories.get()
    map_as_suggested(emre, brought)
    do_work()
    emre.post(reverse("history-train", args=(shop.slug, brought.pk)))
    do_work()

    brought.refresh_from_db()
    assert brought.trained
    assert brought.trained.state == State.DONE, brought.trained.error
    assert brought.trained.result
    assert "in_shadow" not in brought.trained.result
    assert shop.folder.store.live() == live
    release = release_of(shop, brought.trained.result["release"])
    assert release.service == live_release(shop).service  # type: ignore[union-attr]
