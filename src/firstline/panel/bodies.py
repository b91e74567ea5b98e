"""Refuse what is too large to be a request of the panel, before anything of it is kept."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Application: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]

FORMS = 25_000_000  # bytes: the four files of a service, 5 MB each, in one form
AROUND_FILE = 1_000_000  # bytes of a form beside its file
HISTORY_PAGE = "/history/"


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
        if _told_length(scope) > limit:
            await _refuse(send, limit)
            return
        await self._application(scope, body.receive, send)
        if body.is_too_large:
            await _refuse(send, limit)


class _Counted:
    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.is_too_large = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
            return {"type": "http.disconnect"}  # Django drops what it has, and answers nothing
        return message


def _told_length(scope: Message) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


async def _refuse(send: Send, limit: int) -> None:
    words = (
        f"This is more than the {limit // 1_000_000} MB that may be sent here. Nothing was kept."
    )
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
