"""The application: settings in, routes over one answerer out."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from anyio import to_thread
from fastapi import FastAPI
from starlette.types import Lifespan

import firstline
from firstline.connectors.openai_compatible.chat import Chat
from firstline.connectors.openai_compatible.servers import Server
from firstline.inference.encoders import load_encoder
from firstline.journal.decision_ids import NewId, new_decision_id
from firstline.journal.writer import Journal
from firstline.release.store import ReleaseStore
from firstline.serving.answering import Answerer, utc_now
from firstline.serving.api_keys import ApiKeyGuard, FixedKeys, Keys
from firstline.serving.canary import CanaryKeeper
from firstline.serving.drafts import Drafter, drafts_router
from firstline.serving.endpoints import answering_router
from firstline.serving.extensions import NOTHING_MORE, Extension
from firstline.serving.health import health_router
from firstline.serving.loading import EngineLoader
from firstline.serving.pausing import PauseFollower
from firstline.serving.playground import playground_router
from firstline.serving.problems import ProblemHandlers
from firstline.serving.reference import reference_router
from firstline.serving.reloading import Reloader
from firstline.serving.settings import ServingSettings
from firstline.serving.watching import Watcher


def create_app(
    settings: ServingSettings,
    *,
    keys: Keys | None = None,
    extension: Extension = NOTHING_MORE,
    clock: Callable[[], datetime] = utc_now,
    new_id: NewId = new_decision_id,
) -> FastAPI:
    """Open the journal and make the application; the live release loads when it starts.

    Args:
        settings: of the service.
        keys: that open it, in place of the settings' own.
        extension: what the host adds.
        clock: tells the time.
        new_id: makes the ids of decisions.

    Raises:
        NoApiKeys: the settings let nobody ask.
        JournalError: the journal cannot be opened.
        InsecureAddress: drafts would be asked for in the clear.
    """
    if keys is None:
        keys = FixedKeys(settings.api_keys, allow_anonymous=settings.allow_anonymous)
    guard = ApiKeyGuard(keys)
    answerer = _answerer(settings, clock, new_id)
    drafter = _drafter(settings)
    app = FastAPI(
        title="Firstline",
        summary="Answers the first line of customer support where it can promise to be right.",
        version=firstline.__version__,
        docs_url=None,  # the usual page loads scripts from elsewhere
        redoc_url=None,
        middleware=list(extension.middleware),
        lifespan=_lifespan(answerer, _watcher(answerer, settings), drafter),
    )
    app.include_router(answering_router(answerer, settings, guard))
    app.include_router(drafts_router(answerer, drafter, guard))
    app.include_router(health_router(answerer))
    app.include_router(reference_router())
    if settings.playground:
        app.include_router(playground_router(answerer), max_body_size=settings.max_body_bytes)
    for router in extension.routes(answerer, settings, guard):
        app.include_router(router)
    ProblemHandlers(answerer.metrics, extension.problems).install(app)
    return app


def _answerer(settings: ServingSettings, clock: Callable[[], datetime], new_id: NewId) -> Answerer:
    return Answerer(
        journal=Journal(settings.journal),
        sessions=settings.sessions,
        max_waiting=settings.max_waiting,
        clock=clock,
        new_id=new_id,
    )


def _watcher(answerer: Answerer, settings: ServingSettings) -> Watcher:
    store = ReleaseStore(settings.store)
    encoder_of = partial(
        load_encoder,
        folder=settings.encoders_dir,
        store=settings.store,
        sessions=settings.sessions,
    )
    loader = EngineLoader(store, encoder_of)
    reloader = Reloader(store=store, loader=loader, answerer=answerer)
    keeper = CanaryKeeper(
        store=store,
        loader=loader,
        answerer=answerer,
        settled_after_s=settings.canary_settled_after_s,
    )
    pauses = PauseFollower(pauses=store.pauses, answerer=answerer)
    looks = [pauses.look, reloader.look, keeper.look]  # nothing is answered before the pauses
    return Watcher(looks, interval_s=settings.reload_interval_s)


def _drafter(settings: ServingSettings) -> Drafter | None:
    if not settings.drafts_url:
        return None
    server = Server(
        base_url=settings.drafts_url,
        key=settings.drafts_key,
        allow_http=settings.drafts_allow_http,
    )
    chat = Chat(server, settings.drafts_model, timeout_s=settings.drafts_timeout_s)
    return Drafter(chat=chat, at_once=settings.drafts_at_once)


def _lifespan(answerer: Answerer, watcher: Watcher, drafter: Drafter | None) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(watcher.start)
        yield
        if drafter is not None:
            await drafter.chat.close()
        await to_thread.run_sync(watcher.stop)
        await to_thread.run_sync(answerer.close)

    return lifespan
