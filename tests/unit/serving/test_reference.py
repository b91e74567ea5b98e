"""The page of the reference names all that the service has."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from firstline.serving.errors import PROBLEMS, Problem
from firstline.serving.schemas import Answer, InquiryBody, Promise

REFERENCE = Path("docs/reference/http-api.md").read_text()


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=lambda problem: problem.code)
def test_every_error_is_in_the_reference(problem: Problem) -> None:
    assert f"| {problem.status} | `{problem.code}` |" in REFERENCE


def test_every_field_is_in_the_reference() -> None:
    fields = {*InquiryBody.model_fields, *Answer.__slots__, *Promise.__slots__} - {"topics"}

    for name in fields:
        assert f"`{name}`" in REFERENCE, name


def test_every_operation_is_in_the_reference(app: FastAPI) -> None:
    paths = TestClient(app).get("/openapi.json").json()["paths"]

    for path in paths:
        assert path in REFERENCE
