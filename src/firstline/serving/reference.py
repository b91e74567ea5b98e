"""The page at /docs: every operation of the contract, without a script from anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

PAGES = Environment(
    loader=PackageLoader("firstline.serving", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    method: str
    path: str
    summary: str
    description: str
    bodies: tuple[tuple[Field, ...], ...]
    """The fields of every form that the body may have."""


def reference_router() -> APIRouter:
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> HTMLResponse:
        contract: dict[str, Any] = request.app.openapi()
        operations = list(operations_of(contract))
        page = PAGES.get_template("docs.html.jinja")
        return HTMLResponse(page.render(info=contract["info"], operations=operations))

    return router


def operations_of(contract: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=operation.get("description", ""),
                bodies=tuple(_bodies(operation)),
            )


def _bodies(operation: Mapping[str, Any]) -> Iterator[tuple[Field, ...]]:
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        schema = media["schema"]
        for form in schema.get("oneOf", [schema]):
            required = form.get("required", ())
            yield tuple(
                _field(name, described, is_required=name in required)
                for name, described in form.get("properties", {}).items()
            )


def _field(name: str, described: Mapping[str, Any], *, is_required: bool) -> Field:
    return Field(
        name=name,
        type=" or ".join(_types(described)),
        is_required=is_required,
        description=described.get("description", ""),
    )


def _types(described: Mapping[str, Any]) -> Iterator[str]:
    if "const" in described:
        yield f'"{described["const"]}"'
    elif "enum" in described:
        yield from (f'"{value}"' for value in described["enum"])
    elif "anyOf" in described:
        for option in described["anyOf"]:
            yield from _types(option)
    else:
        yield described.get("format", described.get("type", "any"))
