"""The application of the embedded default: one port for customers' systems and for people."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from firstline.hosting.panel import panel_application, panel_path
from firstline.hosting.services import AnsweringServices
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


def create_whole_app(settings: ServingSettings) -> FastAPI:
    """Answer for the settings' own service at the root, and for the panel's below `/services`."""
    app = create_app(settings)
    services = AnsweringServices(settings)
    app.mount("/services", services)
    app.mount(panel_path(), panel_application())
    answering = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(whole: FastAPI) -> AsyncIterator[None]:
        async with answering(whole):
            yield
            await services.close()

    app.router.lifespan_context = lifespan
    return app
