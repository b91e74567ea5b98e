"""The answering contract: /v1/answer, /v1/decisions, /v1/outcomes.

Bodies are parsed and written by hand, each in one pass: FastAPI's own way would parse to
objects, check those, and build objects again before writing.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar
from uuid import uuid4

from fastapi import APIRouter, Depends
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from starlette.requests import Request
from starlette.responses import Response

from firstline.domain.decisions import DecisionId
from firstline.domain.errors import InquiryError
from firstline.journal.entries import OUTCOME, Outcome
from firstline.serving import schemas
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.bodies import read_body
from firstline.serving.settings import ServingSettings

JSON = "application/json"
IDEMPOTENCY_KEY = "Idempotency-Key"
LONGEST_KEY = 200

Fields: TypeAlias = Mapping[str, FieldInfo]
T = TypeVar("T", bound=BaseModel)

_ANSWER_FIELDS: Fields = schemas.InquiryBody.model_fields
_OUTCOME_BODIES = (schemas.RatingBody, schemas.SignalBody, schemas.AgentReplyBody)
_OUTCOME_FIELDS: Fields = {
    name: field for body in _OUTCOME_BODIES for name, field in body.model_fields.items()
}


class Endpoints:
    """The three operations, over one answerer."""

    def __init__(self, answerer: Answerer, settings: ServingSettings) -> None:
        self._answerer = answerer
        self._max_text_length = settings.max_text_length
        self._max_body_bytes = settings.max_body_bytes

    async def answer(self, request: Request) -> Response:
        """Decide on one message of a customer.

        The decision is durable before it is returned. Send the header `Idempotency-Key` to
        ask again safely: the same key gives the same decision.
        """
        body = await self._read(request, schemas.INQUIRY_BODY, _ANSWER_FIELDS)
        self._check_length("text", body.text)
        raw = body.to_raw(now=self._answerer.clock(), inquiry_id=uuid4().hex)
        entry = await self._answerer.answer(raw, idempotency_key=idempotency_key(request))
        answer = schemas.to_answer(entry)
        return Response(schemas.ANSWER.dump_json(answer, exclude_none=True), media_type=JSON)

    async def decision(self, decision_id: str) -> Response:
        """Show a decision with its whole trace and what happened after it."""
        reader = self._answerer.journal.reader
        entry = reader.entry(DecisionId(decision_id))
        outcomes = reader.outcomes(entry.decision_id)
        found = schemas.JournaledDecision(entry=entry, outcomes=outcomes)
        return Response(schemas.JOURNALED_DECISION.dump_json(found), media_type=JSON)

    async def outcome(self, request: Request) -> Response:
        """Record what happened after a decision; an agent's reply is stored redacted."""
        body = await self._read(request, schemas.OUTCOME_BODY, _OUTCOME_FIELDS)
        outcome = body.to_outcome(self._answerer.clock())
        self._check_length("text", outcome.text)
        recorded = await self._answerer.record_outcome(outcome)
        content = OUTCOME.dump_json(recorded, exclude_defaults=True)
        return Response(content, HTTPStatus.CREATED, media_type=JSON)

    async def _read(self, request: Request, kind: TypeAdapter[T], known: Fields) -> T:
        return await read_body(request, kind, known=known, limit=self._max_body_bytes)

    def _check_length(self, field: str, text: str) -> None:
        limit = self._max_text_length
        if len(text) > limit:
            raise InquiryError(field, f"is {len(text)} characters long; at most {limit} are read")


def answering_router(
    answerer: Answerer, settings: ServingSettings, guard: ApiKeyGuard
) -> APIRouter:
    """Make the routes below /v1, behind the guard."""
    router = APIRouter(
        prefix="/v1",
        tags=["answering"],
        dependencies=[Depends(guard)],
        responses={"4XX": {"model": schemas.ErrorBody}, "5XX": {"model": schemas.ErrorBody}},
    )
    endpoints = Endpoints(answerer, settings)
    router.add_api_route(
        "/answer",
        endpoints.answer,
        methods=["POST"],
        summary="Answer an inquiry",
        responses={200: {"model": schemas.Answer}},
        openapi_extra=takes(schemas.InquiryBody),
    )
    router.add_api_route(
        "/decisions/{decision_id}",
        endpoints.decision,
        methods=["GET"],
        summary="Show why",
        responses={200: {"model": schemas.JournaledDecision}},
    )
    router.add_api_route(
        "/outcomes",
        endpoints.outcome,
        methods=["POST"],
        status_code=HTTPStatus.CREATED,
        summary="Record an outcome",
        responses={201: {"model": Outcome}},
        openapi_extra=takes(*_OUTCOME_BODIES),
    )
    return router


def takes(*bodies: type[BaseModel]) -> dict[str, Any]:
    """Describe the body for OpenAPI, which FastAPI cannot see."""
    schemas_of_bodies = [body.model_json_schema() for body in bodies]
    one = schemas_of_bodies[0] if len(bodies) == 1 else {"oneOf": schemas_of_bodies}
    return {"requestBody": {"required": True, "content": {JSON: {"schema": one}}}}


def idempotency_key(request: Request) -> str | None:
    """Read the header.

    Raises:
        InquiryError: it is too long.
    """
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key and len(key) > LONGEST_KEY:
        raise InquiryError(IDEMPOTENCY_KEY, f"is longer than {LONGEST_KEY} characters")
    return key or None
