"""Run the answering service until it is asked to stop."""

import logging
import signal

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


def serve_app(app: ASGIApp, settings: ServingSettings) -> None:
    """Serve an application as `serve` does the answering one."""
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
    uvicorn.Server(config).run()
    log.info("stopped")


def _return_when_asked_to_stop() -> None:
    # Once all is finished, uvicorn raises the signal again for those who listened before it.
    # Nothing is left to do then, and stopping as asked is no failure.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
