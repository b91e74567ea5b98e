"""Keys that people make and revoke in the panel, as the answering side knows them."""

import asyncio
import time
from collections.abc import Callable

from django.db import Error

from firstline.hosting.database import ask_database
from firstline.panel.keys.keys import Opening, opening_of
from firstline.serving.api_keys import is_among

FRESH_S = 1.0  # a revoked key opens nothing after this; more often nobody asks the database


class PanelKeys:
    """The keys of one service.

    Args:
        service_id: whose.
        allow_anonymous: whether everyone may ask while no key was ever made.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        service_id: int,
        *,
        allow_anonymous: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service_id = service_id
        self._allow_anonymous = allow_anonymous
        self._clock = clock
        self._known: Opening | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    async def opens(self, key: str) -> bool:
        known = await self._opening()
        if known.is_new:
            return self._allow_anonymous
        return is_among(key, known.hashes)

    async def _opening(self) -> Opening:
        async with self._reading:
            if self._known is None or self._clock() - self._read_at > FRESH_S:
                self._known = await ask_database(_read, self._service_id, self._known)
                self._read_at = self._clock()
            return self._known


def _read(service_id: int, before: Opening | None) -> Opening:
    try:
        return opening_of(service_id)
    except Error:
        if before is None:
            raise
        return before  # customers are answered while the panel's database is away
