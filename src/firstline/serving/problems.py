"""Errors as answers: every status and every body comes from the table in `errors`.

What a host adds to the application brings its own rows along.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from firstline.domain.errors import FirstlineError, InquiryError, TryLater
from firstline.serving.errors import PROBLEMS, Problem, problem_of
from firstline.serving.metrics import Metrics
from firstline.serving.schemas import ERROR_BODY, ErrorBody, ErrorDetail

log = logging.getLogger(__name__)


class ProblemHandlers:
    """Turn whatever a route raises into a body that says what to do, and count it."""

    def __init__(
        self, metrics: Metrics, more: Mapping[type[Exception], Problem] | None = None
    ) -> None:
        self._metrics = metrics
        self._table = {**(more or {}), **PROBLEMS}

    def install(self, app: FastAPI) -> None:
        app.add_exception_handler(FirstlineError, self.raised)
        app.add_exception_handler(ClientDisconnect, self.raised)
        app.add_exception_handler(HTTPException, self.refused)
        app.add_exception_handler(Exception, self.raised)

    async def raised(self, _: Request, error: Exception) -> Response:
        problem = problem_of(error, self._table)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("a request failed", extra={"code": problem.code, "error": str(error)})
        field = error.field if isinstance(error, InquiryError) else None
        message = error.reason if isinstance(error, InquiryError) else _words(error)
        response = self._respond(problem.status, problem.code, message, field)
        if isinstance(error, TryLater):
            response.headers["Retry-After"] = str(error.retry_after_s)
        return response

    async def refused(self, _: Request, error: Exception) -> Response:
        """Word what the router refuses: no such page, no such method."""
        assert isinstance(error, HTTPException)  # noqa: S101 - as it was registered
        code = error.detail.lower().replace(" ", "_")
        response = self._respond(error.status_code, code, error.detail, None)
        response.headers.update(error.headers or {})
        return response

    def _respond(self, status: int, code: str, message: str, field: str | None) -> Response:
        self._metrics.count_error(code)
        body = ErrorBody(error=ErrorDetail(code=code, message=message, field=field))
        content = ERROR_BODY.dump_json(body, exclude_none=True)
        return Response(content, status, media_type="application/json")


def _words(error: Exception) -> str:
    # A bug's own words may quote a customer.
    return str(error) if isinstance(error, FirstlineError) else "something broke; it was logged"
