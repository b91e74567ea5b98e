"""Answer for every service of the panel: each has its own engine, journal and keys."""

import asyncio
from contextlib import AsyncExitStack

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from firstline.hosting.conversations import conversations_of
from firstline.hosting.conversations.live import Live
from firstline.hosting.database import ask_database
from firstline.hosting.keys import PanelKeys
from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


class AnsweringServices:
    """An ASGI application; the first part of the path is the service's slug.

    A service starts to answer with its first request, and then as if it were alone.

    Args:
        settings: of all of them, but for store, journal and keys.
        live: all who follow conversations, of whatever service.
    """

    def __init__(self, settings: ServingSettings, live: Live) -> None:
        self._settings = settings
        self._live = live
        self._apps: dict[str, ASGIApp] = {}
        self._starting = asyncio.Lock()
        self._running = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        root = scope.get("root_path", "")
        slug, _, _ = scope["path"].removeprefix(root).lstrip("/").partition("/")
        app = await self._app_of(slug)
        if app is None:
            await _nothing_there(slug)(scope, receive, send)
            return
        await app({**scope, "root_path": f"{root}/{slug}"}, receive, send)

    async def _app_of(self, slug: str) -> ASGIApp | None:
        if slug not in self._apps:
            async with self._starting:
                await self._start(slug)
        return self._apps.get(slug)

    async def _start(self, slug: str) -> None:
        if slug not in self._apps and (service := await ask_database(_find, slug)):
            app = create_app(
                self._settings_of(service),
                keys=self._keys_of(service),
                extension=conversations_of(service, self._live),
            )
            await self._running.enter_async_context(app.router.lifespan_context(app))
            self._apps[slug] = app

    def _settings_of(self, service: HostedService) -> ServingSettings:
        folder = service.folder
        own = {"store": folder.store.root, "journal": folder.journal, "playground": False}
        return self._settings.model_copy(update=own)

    def _keys_of(self, service: HostedService) -> PanelKeys:
        return PanelKeys(service.pk, allow_anonymous=self._settings.allow_anonymous)

    async def close(self) -> None:
        await self._running.aclose()


def _nothing_there(slug: str) -> JSONResponse:
    message = f"no service `{slug[:60]}` answers here: there is none, or nothing of it is live yet"
    return JSONResponse({"error": {"code": "no_service", "message": message}}, 404)


def _find(slug: str) -> HostedService | None:
    """Find a service that answers; one that is being onboarded may still be given up."""
    found = HostedService.objects.filter(slug=slug, closed_at=None).first()
    return found if found and found.is_live else None
