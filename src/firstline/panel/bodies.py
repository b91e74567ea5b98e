"""Refuse what is too large to be a request of the panel, before anything of it is kept."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

FORMS = 25_000_000  # bytes: the four files of a service, 5 MB each, in one form
AROUND_FILE = 1_000_000  # bytes of a form beside its file
HISTORY_PAGE = "/history/"
TOO_LARGE = "firstline.too_large"
"""Key of a scope whose body was refused; its value is the limit in bytes."""
SWALLOWED = 100_000_000  # bytes more that are read: a browser shows no answer while it still sends


class LimitedBodies:
    """An ASGI application around Django's, which would first put the whole body on the disk.

    Args:
        application: what answers requests that are small enough.
        largest_history: bytes; only the page that takes histories may be sent so much.
    """

    def __init__(self, application: Application, *, largest_history: int) -> None:
        self._application = application
        self._largest = largest_history + AROUND_FILE

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        limit = self._largest if scope["path"].endswith(HISTORY_PAGE) else FORMS
        body = _Counted(receive, limit)
        if _told_length(scope) <= limit:
            await self._application(scope, body.receive, send)
            if not body.is_too_large:
                return
        if body.has_more:
            await _swallow(receive)
        await self._application(_refused(scope, limit), _Nothing().receive, send)


class _Counted:
    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.is_too_large = False
        self.has_more = True

    async def receive(self) -> Message:
        message = await self._receive()
        self.has_more = bool(message.get("more_body", False))
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            return {"type": "http.disconnect"}  # Django drops what it has, and answers nothing
        return message


def _told_length(scope: Message) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


def _refused(scope: Message, limit: int) -> Message:
    """Ask for the same page without the body, so that a view can say in words what is wrong."""
    headers = [(name, value) for name, value in scope["headers"] if not _is_of_body(name)]
    return {**scope, "method": "GET", "headers": headers, TOO_LARGE: limit}


def _is_of_body(name: bytes) -> bool:
    return name in (b"content-length", b"content-type", b"transfer-encoding")


async def _swallow(receive: Receive) -> None:
    left = SWALLOWED
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if not message.get("more_body", False):
            return


class _Nothing:
    """An empty body; whoever asks on waits, as for a sender who stays."""

    def __init__(self) -> None:
        self._is_read = False

    async def receive(self) -> Message:
        if self._is_read:
            await asyncio.Event().wait()
        self._is_read = True
        return {"type": "http.request", "body": b"", "more_body": False}
