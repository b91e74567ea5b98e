"""POST /v1/customers/{customer_id}/facts-changed: another system says that its data changed.

The word is stored and acknowledged; the worker does what follows from it.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from firstline.hosting.database import ask_database
from firstline.panel.customer_data.changing import note_change
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.endpoints import idempotency_key
from firstline.serving.schemas import ErrorBody

CustomerId = Annotated[str, Path(min_length=1, max_length=200, description="Yours.")]


def customers_router(service: HostedService, answerer: Answerer, guard: ApiKeyGuard) -> APIRouter:
    router = APIRouter(
        prefix="/v1/customers",
        tags=["customers"],
        responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}},
    )

    async def facts_changed(request: Request, customer_id: CustomerId) -> Response:
        """Look this customer's facts up again, for open conversations and for all that come.

        There is no body. Saying it twice does no harm; with the same `Idempotency-Key` the second
        time does nothing.
        """
        key = idempotency_key(request) or ""
        known = customer_id.replace("\x00", "")
        await ask_database(note_change, service, known, now=answerer.clock(), key=key)
        return Response(status_code=HTTPStatus.ACCEPTED)

    router.add_api_route(
        "/{customer_id}/facts-changed",
        facts_changed,
        methods=["POST"],
        status_code=HTTPStatus.ACCEPTED,
        summary="Say that a customer's facts changed",
        dependencies=[Depends(guard)],
    )
    return router
