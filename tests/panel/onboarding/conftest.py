"""A person who may make services, and the files and the history of a small one."""

import csv
import io
import resource
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.builders import OPENERS, PROBLEMS
from tests.integration.learning.conftest import SERVICE, write_history
from tests.panel.conftest import PanelClient

import firstline.work.histories
import firstline.work.training  # noqa: F401 - both register their jobs
from firstline.panel.accounts.models import User
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import run_job
from firstline.panel.onboarding.models import HistoryFile, Onboarding
from firstline.panel.services.models import HostedService

DoWork = Callable[[], None]
Bring = Callable[..., HistoryFile]
COLUMNS = ("id", "customer_id", "received_at", "text", "topic", "payment_type", "order_cost")


@pytest.fixture
def services_folder(settings: Settings, tmp_path: Path) -> Path:
    """Where services are made; each test has its own."""
    settings.PANEL = settings.PANEL.model_copy(update={"folder": tmp_path})
    return tmp_path / "services"


@pytest.fixture
def maker(db: None, services_folder: Path) -> User:  # noqa: ARG001
    """Mira, who may make services."""
    return User.objects.make("mira@example.com", name="Mira", may_make_services=True)


@pytest.fixture
def mira(maker: User) -> Client:
    client = PanelClient()
    client.force_login(maker, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def do_work(db: None) -> DoWork:  # noqa: ARG001
    """Do what waits for a worker."""

    def work() -> None:
        for job in Job.objects.filter(state=State.WAITING).order_by("asked_at"):
            run_job.call(str(job.pk))

    return work


def uploads(files: dict[str, str | bytes]) -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
        for name, text in files.items()
    ]


def form(title: str = "Tiny", files: dict[str, str | bytes] | None = None) -> dict[str, Any]:
    """Fill the form of a new service in, with files of one's own."""
    brought: dict[str, str | bytes] = dict(SERVICE) if files is None else files
    return {"title": title, "content": "files", "files": uploads(brought)}


@pytest.fixture
def tiny(mira: Client) -> HostedService:
    """A service of Mira's that has content, and no history yet."""
    assert mira.post(reverse("start"), form()).status_code == 302
    return HostedService.objects.get(slug="tiny")


@pytest.fixture
def onboarding(tiny: HostedService) -> Onboarding:
    return Onboarding.objects.get(service=tiny)


@pytest.fixture
def history(tmp_path: Path) -> bytes:
    """Twenty inquiries about each of six topics."""
    return write_history(tmp_path / "tiny.csv", tuple(PROBLEMS)).read_bytes()


@pytest.fixture
def bring(mira: Client, tiny: HostedService, do_work: DoWork) -> Bring:
    """Upload a history, and let its columns be found."""

    def upload(content: bytes, name: str = "history.csv") -> HistoryFile:
        sent = mira.post(
            reverse("history", args=(tiny.slug,)), {"history": SimpleUploadedFile(name, content)}
        )
        assert sent.status_code == 302, sent.content.decode()
        do_work()
        return tiny.histories.latest("at")

    return upload


@pytest.fixture
def checked(bring: Bring, history: bytes, mira: Client, do_work: DoWork) -> HistoryFile:
    """A history whose columns are mapped as suggested, and that was checked."""
    brought = bring(history)
    map_as_suggested(mira, brought)
    do_work()
    brought.refresh_from_db()
    assert brought.checked
    assert brought.checked.state == State.DONE, brought.checked.error
    return brought


def map_as_suggested(client: Client, history: HistoryFile, **changes: str) -> None:
    """Send the form of columns as the page shows it."""
    address = reverse("history-columns", args=(history.service.slug, history.pk))
    rows = client.get(address).context["columns"]
    fields = {row.field: row.chosen for row in rows} | changes
    sent = client.post(address, fields)
    assert sent.status_code == 302, sent.content.decode()


def as_csv(rows: Iterable[Sequence[object]], columns: Sequence[str] = COLUMNS) -> bytes:
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(columns)
    table.writerows(rows)
    return buffer.getvalue().encode()


def a_row(number: int, **changes: str) -> list[str]:
    usual = {
        "id": str(number),
        "customer_id": f"c{number}",
        "received_at": f"2026-03-02T09:{number % 60:02d}:00+00:00",
        "text": f"{OPENERS[number % 5]} the payment was taken two times ({number})",
        "topic": "charged_twice",
        "payment_type": "card",
        "order_cost": "12.50",
    }
    return [(usual | changes)[column] for column in COLUMNS]


@contextmanager
def a_full_disk(after: int) -> Iterator[None]:
    """Let no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def page_of(client: Client, step: str, history: HistoryFile) -> str:
    address = reverse(f"history-{step}", args=(history.service.slug, history.pk))
    return client.get(address).content.decode()
