"""Answer for every service of the panel: each has its own engine, journal and keys."""

import asyncio
from contextlib import AsyncExitStack

from django.db import close_old_connections
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


class AnsweringServices:
    """An ASGI application; the first part of the path is the service's slug.

    A service starts to answer with its first request, and then as if it were alone.

    Args:
        settings: of all of them, but for store and journal.
    """

    def __init__(self, settings: ServingSettings) -> None:
        self._settings = settings
        self._apps: dict[str, ASGIApp] = {}
        self._starting = asyncio.Lock()
        self._running = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "")
        slug, _, _ = scope["path"].removeprefix(root).lstrip("/").partition("/")
        app = await self._app_of(slug)
        if app is None:
            body = {"error": {"message": f"there is no service `{slug[:60]}` here"}}
            await JSONResponse(body, 404)(scope, receive, send)
            return
        await app({**scope, "root_path": f"{root}/{slug}"}, receive, send)

    async def _app_of(self, slug: str) -> ASGIApp | None:
        async with self._starting:
            if slug not in self._apps and (settings := await self._settings_of(slug)):
                app = create_app(settings)
                await self._running.enter_async_context(app.router.lifespan_context(app))
                self._apps[slug] = app
        return self._apps.get(slug)

    async def _settings_of(self, slug: str) -> ServingSettings | None:
        service = await asyncio.to_thread(_find, slug)
        if service is None:
            return None
        folder = service.folder
        own = {"store": folder.store.root, "journal": folder.journal, "playground": False}
        return self._settings.model_copy(update=own)

    async def close(self) -> None:
        await self._running.aclose()


def _find(slug: str) -> HostedService | None:
    try:
        return HostedService.objects.filter(slug=slug).first()
    finally:
        close_old_connections()
