"""Who sees a history, and how it leaves again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.panel.conftest import PanelClient
from tests.panel.onboarding.conftest import (
    DoWork,
)

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.models import Job, State
from firstline.panel.onboarding.models import HistoryFile
from firstline.panel.services.models import HostedService


@pytest.mark.usefixtures("checked")
def test_no_page_of_a_job_tells_what_customers_wrote(mira: Client) -> None:
    jobs = Job.objects.all()

    assert len(jobs) == 2
    for job in jobs:
        page = mira.get(reverse("jobs-one", args=("tiny", job.pk))).content.decode()
        assert "charged twice for my ride" not in page + str(job.result)


def test_who_does_not_train_sees_no_history(checked: HistoryFile, tiny: HostedService) -> None:
    client, sana = PanelClient(), User.objects.make("sana@example.com")
    Membership.objects.create(user=sana, service=tiny, role=Role.SPECIALIST)
    client.force_login(sana, backend="django.contrib.auth.backends.ModelBackend")

    for page in ("history-one", "history-columns", "history-check", "history-file"):
        assert client.get(reverse(page, args=("tiny", checked.pk))).status_code == 403


def test_a_history_of_another_service_is_not_there(
    checked: HistoryFile, shop: HostedService, maker: User, mira: Client
) -> None:
    Membership.objects.create(user=maker, service=shop, role=Role.OWNER)

    for page in (
        "history-one",
        "history-columns",
        "history-check",
        "history-train",
        "history-file",
    ):
        assert mira.get(reverse(page, args=("shop", checked.pk))).status_code == 404


def test_a_history_comes_back_as_it_was_brought(
    checked: HistoryFile, mira: Client, history: bytes
) -> None:
    sent = mira.get(reverse("history-file", args=("tiny", checked.pk)))

    assert b"".join(sent.streaming_content) == history  # type: ignore[attr-defined]
    assert AuditEntry.objects.filter(action="exported").count() == 1


def test_a_removed_history_leaves_no_file(
    checked: HistoryFile, mira: Client, tiny: HostedService
) -> None:
    address = reverse("history-remove", args=("tiny", checked.pk))
    assert mira.get(address).status_code == 200
    assert checked.path.exists()

    mira.post(address)

    assert not checked.folder.exists()
    assert not tiny.histories.exists()
    assert AuditEntry.objects.filter(action="removed").count() == 1


def test_a_job_whose_history_was_removed_says_so(
    mira: Client, tiny: HostedService, history: bytes, do_work: DoWork
) -> None:
    mira.post(reverse("history", args=("tiny",)), {"history": SimpleUploadedFile("h.csv", history)})
    brought = tiny.histories.get()
    mira.post(reverse("history-remove", args=("tiny", brought.pk)))
    do_work()

    job = Job.objects.get()
    assert job.state == State.FAILED
    assert "was removed" in job.error
