"""What the machinery around the service asks: alive, ready, how many."""

import asyncio

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from firstline.serving.answering import Answerer


def health_router(answerer: Answerer) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz", summary="Is the process alive?")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "alive"})

    @router.get("/readyz", summary="Can it answer now?")
    async def readyz() -> JSONResponse:
        """Check that a release is live and that the journal takes writes; 503 if not."""
        engine = answerer.engine
        await asyncio.wrap_future(answerer.journal.probe())
        return JSONResponse({"status": "ready", "release": engine.release.digest})

    @router.get("/metrics", summary="Numbers for Prometheus")
    async def metrics() -> Response:
        return Response(answerer.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
