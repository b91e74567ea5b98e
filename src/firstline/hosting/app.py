"""Applications: one port for customers' systems and for people, or the panel alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route

from firstline.hosting.conversations import conversations_of
from firstline.hosting.conversations.live import Live
from firstline.hosting.panel import panel_application, panel_path
from firstline.hosting.services import AnsweringServices
from firstline.panel.services.models import HostedService
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


def create_whole_app(
    settings: ServingSettings, service: HostedService, live: Live | None = None
) -> FastAPI:
    """Answer for one service at the root, and for each of the panel's below `/services`.

    Args:
        settings: of all of them; store, journal and keys are those of the one at the root.
        service: the one at the root.
        live: all who follow conversations, for a host that ends their streams when it stops.
    """
    live = live or Live(settings.chat_streams)
    app = create_app(settings, extension=conversations_of(service, live))
    services = AnsweringServices(settings, live)
    app.mount("/services", services)
    app.mount(panel_path(), panel_application())
    inbox = RedirectResponse(f"{panel_path()}/s/{service.slug}/inbox/")
    app.router.routes.append(Route("/inbox", inbox))  # as short as the chat's own, `/chat`
    answering = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(whole: FastAPI) -> AsyncIterator[None]:
        async with answering(whole):
            yield
            await services.close()

    app.router.lifespan_context = lifespan
    return app


def create_panel_app() -> Starlette:
    """Serve the panel and nothing else."""
    path = panel_path()

    def to_panel(request: Request) -> RedirectResponse:  # noqa: ARG001 - Starlette's
        return RedirectResponse(f"{path}/")

    return Starlette(routes=[Mount(path, panel_application()), Route("/", to_panel)])
