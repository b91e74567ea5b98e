"""A shop that has answered a few customers, and drafts of it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from django.test import Client
from django.urls import reverse
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE, LOST_ITEM

import firstline.work.preparing  # noqa: F401 - registers the job
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.content.drafts import Edit, mark_of, open_draft, save_item
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import run_job
from firstline.panel.releases.models import Candidate
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

MESSAGES = (CHARGED_TWICE, "My card 4111 1111 1111 1111 was charged twice", LOST_ITEM, ACCIDENT)
Save: TypeAlias = Callable[..., None]
Check: TypeAlias = Callable[[], Candidate]


@pytest.fixture(scope="session")
def answered(tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a few decisions of the tiny release."""
    journal = tmp_path_factory.mktemp("answered") / "journal.sqlite3"
    settings = ServingSettings(
        store=tiny_release_store, journal=journal, allow_anonymous=True, sessions=1
    )
    with TestClient(create_app(settings)) as client:
        for text in MESSAGES:
            assert client.post("/v1/answer", json={"text": text, "facts": CARD_FACTS}).is_success
    return journal


@pytest.fixture
def busy_shop(shop: HostedService, answered: Path) -> HostedService:
    """The shop with the decisions of that journal."""
    with (
        closing(sqlite3.connect(answered)) as original,
        closing(sqlite3.connect(shop.folder.journal)) as own,
    ):
        original.backup(own)
    return shop


@pytest.fixture
def save(shop: HostedService, cast: dict[Role, User]) -> Save:
    """Edit some keys of an item in the draft; the specialist does, if nobody else is named."""

    def edit(
        key: str, *, kind: Kind = Kind.TEMPLATE, by: Role = Role.SPECIALIST, **changes: object
    ) -> None:
        live = live_release(shop)
        assert live
        draft = open_draft(shop)
        item = draft.items.filter(kind=kind, key=key).first() if draft else None
        before = item.body if item else item_in(live.service, kind, key)
        body = {**(before or {}), **changes}
        save_item(shop, Edit(kind=kind, key=key, body=body, by=cast[by]), seen=mark_of(before))

    return edit


@pytest.fixture
def check(
    shop: HostedService,
    as_: Callable[[Role], Client],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> Check:
    """Have the draft checked, and do the worker's part."""

    def check_draft() -> Candidate:
        with django_capture_on_commit_callbacks(execute=True):
            as_(Role.SPECIALIST).post(reverse("publish-check", args=(shop.slug,)))
        for job in Job.objects.filter(state=State.WAITING):
            run_job.call(str(job.pk))
        candidate = Candidate.objects.select_related("job").first()
        assert candidate
        assert candidate.job.state == State.DONE, candidate.job.error
        return candidate

    return check_draft
