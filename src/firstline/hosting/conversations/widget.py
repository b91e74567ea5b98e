"""The chat widget: one script, built from web/widget, and the settings that it starts with."""

import hashlib
from dataclasses import dataclass
from importlib import resources

from fastapi import APIRouter, HTTPException
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from firstline.hosting.conversations.chats import KnownChat
from firstline.serving.endpoints import JSON
from firstline.serving.settings import ServingSettings

FILE = resources.files(__package__).joinpath("static", "widget.js")
MISSING = "the chat widget is not built: run `make` where Firstline was checked out, then restart"
KEPT_FOR_S = 300
"""A page may show a widget that is older by this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChat:
    """What anybody may know of a chat."""

    is_on: bool
    allows_anonymous: bool
    title: str
    greetings: dict[str, str]
    longest: int
    """Characters of a message."""


SHOWN_CHAT = TypeAdapter(ShownChat)


def widget_router(chat: KnownChat, settings: ServingSettings) -> APIRouter:
    router = APIRouter()
    script = FILE.read_bytes() if FILE.is_file() else b""
    mark = f'"{hashlib.sha256(script).hexdigest()[:16]}"'
    headers = {
        "Cache-Control": f"public, max-age={KEPT_FOR_S}",
        "ETag": mark,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }

    @router.get("/widget.js", include_in_schema=False)
    async def widget(request: Request) -> Response:
        if not script:
            raise HTTPException(503, MISSING)
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)

    @router.get("/v1/chat", tags=["conversations"], summary="Read how the chat is set up")
    async def shown() -> Response:
        now = await chat.now()
        answer = ShownChat(
            is_on=now.is_on,
            allows_anonymous=now.allows_anonymous,
            title=now.title,
            greetings=now.greetings,
            longest=settings.max_text_length,
        )
        return Response(SHOWN_CHAT.dump_json(answer), media_type=JSON)

    return router
