"""The settings of a service's chat, as the answering side knows them."""

import asyncio
import time
from collections.abc import Callable

from django.db import Error

from firstline.hosting.database import ask_database
from firstline.panel.chats.models import Chat
from firstline.panel.chats.setup import chat_of
from firstline.panel.services.models import HostedService

FRESH_S = 1.0  # what an owner changes is so after this; more often nobody asks the database


class KnownChat:
    """The chat of one service, as it was at most a second ago.

    Args:
        service: whose.
        clock: seconds that only grow.
    """

    def __init__(
        self, service: HostedService, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._service = service
        self._clock = clock
        self._known = Chat(service=service)
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    @property
    def last(self) -> Chat:
        """As it was when it was last read."""
        return self._known

    async def now(self) -> Chat:
        async with self._reading:
            if self._read_at is None or self._clock() - self._read_at > FRESH_S:
                self._known = await ask_database(self._read)
                self._read_at = self._clock()
            return self._known

    def _read(self) -> Chat:
        try:
            return chat_of(self._service)
        except Error:
            return self._known  # while the panel's database is away
