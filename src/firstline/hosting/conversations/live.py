"""Tell who follows a conversation that it has changed.

One look at the database serves all who follow in this process; what other processes wrote is
found as well. While nobody follows, nobody looks.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import Error
from django.db.models import Exists, Max, OuterRef

from firstline.domain.errors import TryLater
from firstline.hosting.database import ask_database
from firstline.panel.conversations.models import Conversation
from firstline.panel.inbox.models import Activity, HeldReply, Presence
from firstline.panel.inbox.presences import FORGOTTEN_AFTER
from firstline.serving.answering import utc_now

State: TypeAlias = tuple[object, ...]
INTERVAL_S = 0.5
"""Between two looks; a customer does not notice less."""
MOST_OF_ONE = 5
"""Streams of one conversation: a customer's devices and open pages."""
FULL_FOR_S = 30
log = logging.getLogger(__name__)


class TooManyOfOne(TryLater):
    """One conversation is followed by more pages than a customer has."""

    def __init__(self) -> None:
        super().__init__("this conversation is followed often enough; ask instead", FULL_FOR_S)


class StreamsFull(TryLater):
    """This process keeps as many streams as it may."""

    def __init__(self) -> None:
        super().__init__("too many conversations are followed here; ask instead", FULL_FOR_S)


class Follower:
    """Somebody who follows one conversation."""

    def __init__(self, conversation_id: UUID, stopping: asyncio.Event) -> None:
        self.conversation_id = conversation_id
        self._stopping = stopping
        self._woken = asyncio.Event()
        self._seen: State | None = None

    async def changes(self) -> AsyncIterator[None]:
        """Say once at the start, then whenever something has changed, until the server stops."""
        while not self._stopping.is_set():
            self._woken.clear()
            yield
            await self._woken.wait()

    def look(self, state: State | None) -> None:
        if state != self._seen:
            self._seen = state
            self.wake()

    def wake(self) -> None:
        self._woken.set()


class Live:
    """All who follow conversations in this process.

    Args:
        most: how many may.
        clock: tells the time.
    """

    def __init__(self, most: int, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._most = most
        self._clock = clock
        self._followers: set[Follower] = set()
        self._of_one: Counter[UUID] = Counter()
        self._stopping = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def following(self, conversation_id: UUID) -> Iterator[Follower]:
        """Follow a conversation for a while.

        Raises:
            TooManyOfOne: enough follow this one already.
            StreamsFull: enough follow any.
        """
        if self._of_one[conversation_id] >= MOST_OF_ONE:
            raise TooManyOfOne
        if len(self._followers) >= self._most:
            raise StreamsFull
        follower = Follower(conversation_id, self._stopping)
        self._followers.add(follower)
        self._of_one[conversation_id] += 1
        self._begin_looking()
        try:
            yield follower
        finally:
            self._followers.discard(follower)
            self._of_one -= Counter({conversation_id: 1})  # what falls to nothing is gone

    def stop(self) -> None:
        """End all streams: a server that stops waits for them."""
        self._stopping.set()
        for follower in self._followers:
            follower.wake()

    def _begin_looking(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())

    async def _look_on(self) -> None:
        while self._followers and not self._stopping.is_set():
            await self._look()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), INTERVAL_S)

    async def _look(self) -> None:
        followers = tuple(self._followers)
        try:
            followed = {each.conversation_id for each in followers}
            states = await ask_database(states_of, followed, now=self._clock())
        except Error:
            log.warning("nobody sees what is new while the database is away", exc_info=True)
            return
        for follower in followers:
            follower.look(states.get(follower.conversation_id))


def states_of(conversation_ids: Collection[UUID], *, now: datetime) -> Mapping[UUID, State]:
    """Read what a customer would see change, of all of them at once.

    A held reply that is due is a change: whoever then reads the conversation sends it.
    """
    held = HeldReply.objects.filter(conversation=OuterRef("pk"))
    present = Presence.objects.filter(conversation=OuterRef("pk"), activity=Activity.REPLYING)
    found = Conversation.objects.filter(pk__in=conversation_ids).annotate(
        newest=Max("messages__number"),
        is_held=Exists(held),
        is_due=Exists(held.filter(due_at__lte=now)),
        is_written=Exists(present.filter(seen_at__gt=now - FORGOTTEN_AFTER)),
    )
    parts = ("newest", "status", "rating", "is_held", "is_due", "is_written")
    return {pk: tuple(state) for pk, *state in found.values_list("pk", *parts)}
