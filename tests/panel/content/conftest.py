"""A signed-in specialist, and a journal with decisions of the shop."""

from collections.abc import Callable

import pytest
from django.test import Client

from firstline.panel.accounts.roles import Role


@pytest.fixture
def ada(as_: Callable[[Role], Client]) -> Client:
    """Ada, the content specialist."""
    return as_(Role.SPECIALIST)
