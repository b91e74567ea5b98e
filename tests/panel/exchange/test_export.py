"""A whole service as files, out and in again."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import Edit, mark_of, save_item
from firstline.panel.content.items import item_in
from firstline.panel.content.models import Kind
from firstline.panel.onboarding.contents import content_of
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


def exported(client: Client, service: HostedService, source: str) -> dict[str, bytes]:
    sent = client.get(reverse("export-files", args=(service.slug, source)))
    assert sent.status_code == 200
    with zipfile.ZipFile(io.BytesIO(sent.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_exported_service_uploads_again_as_the_same(
    shop: HostedService, as_: As, cast: dict[Role, User], settings: Settings, tmp_path: Path
) -> None:
    settings.PANEL = settings.PANEL.model_copy(update={"folder": tmp_path})
    User.objects.filter(pk=cast[Role.OWNER].pk).update(may_make_services=True)
    owner = as_(Role.OWNER)

    files = exported(owner, shop, "live")
    brought = [SimpleUploadedFile(name, content) for name, content in files.items()]
    sent = owner.post(reverse("start"), {"title": "Twin", "content": "files", "files": brought})

    assert sent.status_code == 302
    twin, customers = content_of(HostedService.objects.get(slug="twin"))
    live = live_release(shop)
    assert live
    assert twin == live.service
    assert [customer.messages for customer in customers] == [c.messages for c in live.examples]
    assert exported(owner, HostedService.objects.get(slug="twin"), "brought") == files


def test_the_draft_is_exported_apart(shop: HostedService, as_: As, cast: dict[Role, User]) -> None:
    live = live_release(shop)
    assert live
    before = item_in(live.service, Kind.TEMPLATE, "sorry_late")
    body = {**before, "texts": {"en": "It will not happen again."}}
    edit = Edit(kind=Kind.TEMPLATE, key="sorry_late", body=body, by=cast[Role.SPECIALIST])
    save_item(shop, edit, seen=mark_of(before))
    analyst = as_(Role.ANALYST)

    assert b"happen again" in exported(analyst, shop, "draft")["templates.yaml"]
    assert b"happen again" not in exported(analyst, shop, "live")["templates.yaml"]
    assert "with 1 edit on top" in analyst.get(reverse("export", args=("shop",))).content.decode()
    assert AuditEntry.objects.filter(action="exported").count() == 2


def test_the_same_content_gives_the_same_bytes(shop: HostedService, as_: As) -> None:
    address = reverse("export-files", args=(shop.slug, "live"))

    assert as_(Role.OWNER).get(address).content == as_(Role.ANALYST).get(address).content


def test_there_is_nothing_else_to_export(shop: HostedService, as_: As) -> None:
    address = reverse("export-files", args=(shop.slug, "secrets"))

    assert as_(Role.OWNER).get(address).status_code == 404


@pytest.mark.parametrize(("role", "is_offered"), [(Role.ML_ENGINEER, True), (Role.AGENT, False)])
def test_histories_are_offered_to_who_trains(
    shop: HostedService, as_: As, role: Role, *, is_offered: bool
) -> None:
    page = as_(role).get(reverse("export", args=(shop.slug,))).content.decode()

    assert ("To the histories" in page) is is_offered
