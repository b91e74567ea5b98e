"""The shop's draft, and forms as a browser sends them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.test import Client

from firstline.domain.services import Service
from firstline.panel.accounts.roles import Role
from firstline.panel.content.drafts import edited_content
from firstline.panel.services.models import HostedService

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class Pages:
    """What one person does with the topics of the shop."""

    client: Client
    shop: HostedService

    def get(self, path: str = "", **query: str) -> str:
        response = self.client.get(self.address(path), query)
        assert response.status_code == 200
        return response.content.decode()

    def send(self, path: str, **form: Any) -> Any:  # noqa: ANN401 - Django's test response
        return self.client.post(self.address(path), form)

    def confirm(self, path: str, **form: Any) -> Any:  # noqa: ANN401
        """Look at what a form would do, then save it with what that page carries along."""
        shown = self.send(path, **form)
        assert shown.status_code == 200, shown.content.decode()
        return self.client.post(self.address(path), carried(shown.content.decode()))

    @staticmethod
    def address(path: str) -> str:
        return f"/s/shop/topics/{path}"

    @property
    def service(self) -> Service:
        return edited_content(self.shop).service


def carried(page: str) -> dict[str, list[str]]:
    """The hidden fields of the page's last form."""
    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page[page.rindex("<form") :]):
        fields.setdefault(name, []).append(unescape(value))
    return fields


@pytest.fixture
def pages(shop: HostedService, as_: Callable[[Role], Client]) -> Callable[[Role], Pages]:
    return lambda role: Pages(as_(role), shop)


@pytest.fixture
def ada(pages: Callable[[Role], Pages]) -> Pages:
    """The specialist."""
    return pages(Role.SPECIALIST)
