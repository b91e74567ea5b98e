"""From the bytes of a request to a checked body, or to words about what is wrong."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from firstline.domain.errors import InquiryError
from firstline.domain.facts import did_you_mean
from firstline.serving.errors import BodyTooLarge, NotJson, UnsupportedMediaType

T = TypeVar("T", bound=BaseModel)


async def read_body(
    request: Request, kind: TypeAdapter[T], *, known: Mapping[str, object], limit: int
) -> T:
    """Read and check a JSON body in one pass over its bytes.

    Args:
        request: whose body is read.
        kind: what it must be.
        known: the names of its fields, to suggest one for a misspelt name.
        limit: bytes; not much more is ever kept in memory.

    Raises:
        UnsupportedMediaType: the header says that it is something else than JSON.
        BodyTooLarge: it is longer than `limit`.
        NotJson: it cannot be parsed.
        InquiryError: a field is missing, unknown or wrong.
    """
    if not _is_json(request.headers.get("content-type", "application/json")):
        raise UnsupportedMediaType
    try:
        return kind.validate_json(await _read(request, limit))
    except ValidationError as error:
        raise _in_words(_most_telling(error), known) from error


def _most_telling(error: ValidationError) -> ErrorDetails:
    """Choose one error: a misspelt field explains the missing one, not the other way round."""
    found = error.errors(include_url=False, include_input=False)
    misspelt = (detail for detail in found if detail["type"] == "extra_forbidden")
    return next(misspelt, found[0])


def _is_json(content_type: str) -> bool:
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type == "application/json" or media_type.endswith("+json")


async def _read(request: Request, limit: int) -> bytes:
    chunks, length = [], 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > limit:
            raise BodyTooLarge(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _in_words(error: ErrorDetails, known: Mapping[str, object]) -> InquiryError | NotJson:
    # Bodies are flat, so the last place is the field; before it a union names its member.
    field = str(error["loc"][-1])[:80] if error["loc"] else "body"
    match error["type"]:
        case "json_invalid":
            return NotJson(error["msg"].removeprefix("Invalid JSON: "))
        case "missing":
            return InquiryError(field, "is required")
        case "extra_forbidden":
            return InquiryError(field, f"there is no such field{did_you_mean(field, known)}")
        case "union_tag_not_found":
            return InquiryError("kind", "is required")
        case "union_tag_invalid":
            return InquiryError("kind", f"must be one of {error['ctx']['expected_tags']}")
        case _:
            return InquiryError(field, error["msg"].removeprefix("Input "))
