"""A fixed cast: one person of each role in one service, and a stranger who owns another."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.services.models import HostedService


class PanelClient(Client):
    """Takes addresses as pages have them, below the panel's path, so that it can follow them."""

    def generic(  # type: ignore[override]  # all but the path goes on as it came
        self,
        method: str,
        path: str,
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        return super().generic(
            method, path.removeprefix(settings.FORCE_SCRIPT_NAME), *args, **kwargs
        )


@pytest.fixture
def anybody(db: None) -> Client:  # noqa: ARG001
    """Somebody who has not signed in."""
    return PanelClient()


@pytest.fixture
def shop(db: None, tiny_release_store: Path, tmp_path: Path) -> HostedService:  # noqa: ARG001
    """A service with a live release of its own."""
    folder = tmp_path / "shop"
    shutil.copytree(tiny_release_store, folder / "releases")
    return HostedService.objects.create(slug="shop", title="Shop", path=str(folder))


@pytest.fixture
def cast(shop: HostedService) -> dict[Role, User]:
    """One member of the shop for each role."""
    people = {}
    for role in Role:
        with override("en"):  # a request before this one may have left another language
            name = str(role.label)
        people[role] = User.objects.make(f"{role.value}@shop.example", name=name)
        Membership.objects.create(user=people[role], service=shop, role=role)
    return people


@pytest.fixture
def ben(cast: dict[Role, User]) -> User:
    return cast[Role.AGENT]


@pytest.fixture
def stranger(db: None, tmp_path: Path) -> User:  # noqa: ARG001
    """Owns another service and has nothing to do with the shop."""
    other = HostedService.objects.create(slug="bakery", title="Bakery", path=str(tmp_path / "b"))
    user = User.objects.make("stranger@bakery.example")
    Membership.objects.create(user=user, service=other, role=Role.OWNER)
    return user


@pytest.fixture
def as_(cast: dict[Role, User]) -> Callable[[Role], Client]:
    """Sign somebody of the cast in."""

    def sign_in(role: Role) -> Client:
        client = PanelClient()
        client.force_login(cast[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
