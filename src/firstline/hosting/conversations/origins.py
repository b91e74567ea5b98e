"""Which pages of other hosts may ask the chat: those of the origins that its settings name."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from firstline.hosting.conversations.chats import KnownChat

OF_CHAT = ("/v1/chat", "/v1/conversations", "/widget.js")
ASKED_AGAIN_AFTER_S = 60
"""An origin that an owner takes away asks no more after this."""


class ChatOrigins:
    """Let browsers show answers about the chat to pages of its origins, and to no others.

    All else that the application answers stays as it is.
    """

    def __init__(self, app: ASGIApp, *, chat: KnownChat) -> None:
        self._app = app
        self._chat = chat
        self._shared = _OfOrigins(app, chat)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_of_chat(scope):
            await self._chat.now()
            await self._shared(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_of_chat(scope: Scope) -> bool:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    return any(path == each or path.startswith(f"{each}/") for each in OF_CHAT)


class _OfOrigins(CORSMiddleware):
    def __init__(self, app: ASGIApp, chat: KnownChat) -> None:
        super().__init__(
            app,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Idempotency-Key", "Last-Event-ID"),
            expose_headers=("Retry-After",),
            max_age=ASKED_AGAIN_AFTER_S,
        )
        self._chat = chat

    def is_allowed_origin(self, origin: str) -> bool:
        return origin in self._chat.last.origins
