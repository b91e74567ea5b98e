"""A real Chromium on a real server: `FIRSTLINE_CHROMIUM` names another browser than Debian's."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.types import ASGIApp
from tests.browser.people import People
from tests.browser.tutorials import Picture, take_pictures
from tests.workplaces import Workplace, run_shop

from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def address(tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the tiny release on a free port."""
    settings = ServingSettings(
        store=tiny_release_store,
        journal=tmp_path_factory.mktemp("journal") / "journal.sqlite3",
        allow_anonymous=True,
        playground=True,
        sessions=1,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    ready = threading.Event()
    server = _Server(create_app(settings), ready)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    assert ready.wait(timeout=30)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


class _Server(uvicorn.Server):
    def __init__(self, app: ASGIApp, ready: threading.Event) -> None:
        super().__init__(uvicorn.Config(app, log_config=None))
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("FIRSTLINE_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("no Chromium here: apt-get install chromium, or set FIRSTLINE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the playground; in the end no journey may have left an error behind."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_one(**options: Any) -> Page:  # noqa: ANN401 - as Playwright names them
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: troubles.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"uncaught: {error}"))
        page.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}"))
        page.on("response", lambda r: troubles.append(f"{r.status}: {r.url}") if not r.ok else None)
        page.goto("/")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="module")
def workplace(
    tiny_release_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workplace]:
    """A shop that answers, with its panel, its workers and its chat; a module may have another."""
    with run_shop(tiny_release_store, tmp_path_factory.mktemp("workplace")) as workplace:
        yield workplace


@pytest.fixture
def people(browser: Browser, workplace: Workplace) -> Iterator[People]:
    """Sign people of a `workplace` in; in the end no page may have left an error behind."""
    people = People(browser=browser, workplace=workplace)
    yield people
    people.leave()


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Take pictures of pages for the tutorials."""
    return take_pictures(tmp_path)
