"""Run the answering service until it is asked to stop."""

import logging
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from firstline.serving.app import create_app
from firstline.serving.logs import configure_logging
from firstline.serving.settings import ServingSettings

log = logging.getLogger(__name__)


def serve(settings: ServingSettings) -> None:
    """Answer over HTTP; on SIGTERM or SIGINT finish what was begun, then return.

    Raises:
        NoApiKeys: the settings let nobody ask.
        JournalError: the journal cannot be opened.
    """
    serve_app(create_app(settings), settings)


class _Server(uvicorn.Server):
    """Says that it stops before it waits for the requests under way, some of which never end."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


def serve_app(
    app: ASGIApp, settings: ServingSettings, *, on_stop: Callable[[], None] = lambda: None
) -> None:
    """Serve an application as `serve` does the answering one.

    Args:
        app: the application.
        settings: where it is served, and how long it may take to stop.
        on_stop: ends the requests that last as long as the server.
    """
    configure_logging()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        log_config=None,  # ours; and a line for each request would cost more than it tells
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
    )
    log.info("starting", extra={"address": f"http://{settings.host}:{settings.port}"})
    _return_when_asked_to_stop()
    _Server(config, on_stop).run()
    log.info("stopped")


def _return_when_asked_to_stop() -> None:
    # Once all is finished, uvicorn raises the signal again for those who listened before it.
    # Nothing is left to do then, and stopping as asked is no failure.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
