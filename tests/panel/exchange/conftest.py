"""Programs that come with a token."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.builders import MONDAY
from tests.panel.conftest import PanelClient

from firstline.learning.training import Trained, write
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.keys.keys import make_access_token
from firstline.panel.services.models import HostedService


class Program:
    """Speaks JSON, with a token and without a session."""

    def __init__(self, token: str, slug: str = "shop") -> None:
        self._client: Client = PanelClient(enforce_csrf_checks=True)
        self._headers = {"Authorization": f"Bearer {token}"}
        self.address = f"/api/{slug}/content"

    def get(self) -> Any:  # noqa: ANN401
        return self._client.get(self.address, headers=self._headers)

    def put(self, body: object) -> Any:  # noqa: ANN401
        return self._client.put(
            self.address, body, content_type="application/json", headers=self._headers
        )

    def put_changed(self, name: str, before: str, after: str) -> Any:  # noqa: ANN401
        """Edit one file as it is now."""
        content = self.get().json()
        assert before in content["files"][name]
        files = content["files"] | {name: content["files"][name].replace(before, after)}
        return self.put({"files": files, "mark": content["mark"]})


@pytest.fixture
def shop(shop: HostedService, tiny_training: Trained) -> HostedService:
    """The shop with content that its own files would pass with."""
    release = tiny_training.release
    rule = "driver_name is present and pickup_at is present"
    templates = [
        replace(each, rule=rule) if each.id == "driver_has_it" else each
        for each in release.service.templates
    ]
    sound = replace(release, service=replace(release.service, templates=tuple(templates)))
    digest = write(replace(tiny_training, release=sound), shop.folder.store.root)
    shop.folder.store.publish(digest, at=MONDAY)
    return shop


@pytest.fixture
def program_of(cast: dict[Role, User]) -> Callable[[Role], Program]:
    return lambda role: Program(make_access_token(cast[role], "a program")[1])
