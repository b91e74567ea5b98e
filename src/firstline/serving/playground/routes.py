"""The playground's addresses."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from firstline.domain.examples import ExampleCustomer
from firstline.domain.templates import Language
from firstline.release.records import Release
from firstline.serving.answering import Answerer, utc_now
from firstline.serving.playground.asking import answer, read_asked
from firstline.serving.playground.assets import SAFE_HEADERS, read_assets
from firstline.serving.playground.pages import (
    Page,
    answered_page,
    opening_page,
    unanswered_page,
)

OWN_FILES = ("playground.css", "playground.js")
MAX_FIELDS = 500
MAX_FIELD = 500_000  # bytes; the conversation is the longest one, in Japanese 240,000


def playground_router(answerer: Answerer) -> APIRouter:
    """Make the page at `/`, where people try the live release."""
    router = APIRouter(include_in_schema=False)
    assets = read_assets(__package__, OWN_FILES, below="/static")
    render = PageRenderer({name: asset.address for name, asset in assets.items()})

    @router.get("/")
    async def show(customer: str = "") -> HTMLResponse:
        release = answerer.engine.release
        return render(opening_page(release, _customer(release, customer)))

    @router.get("/playground/answer")
    async def come_back() -> RedirectResponse:
        """Whoever reloads the address of an answer starts again."""
        return RedirectResponse("/")

    @router.post("/playground/answer")
    async def ask(request: Request) -> HTMLResponse:
        release = answerer.engine.release
        form = await _fields(request)
        asked = read_asked(form, _customer(release, form.get("customer", "")), release.service)
        if not asked.is_answerable:
            # Not 422: browsers log that as a failure, and the page explains it better.
            return render(unanswered_page(release, asked))
        return render(answered_page(release, asked, await answer(asked, answerer)))

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        asset = assets.get(name)
        if asset is None:
            raise HTTPException(404)
        return asset.response()

    return router


class PageRenderer:
    def __init__(self, addresses: Mapping[str, str]) -> None:
        environment = Environment(
            loader=PackageLoader("firstline.serving.playground"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._template = environment.get_template("page.html")
        self._addresses = addresses

    def __call__(self, page: Page) -> HTMLResponse:
        html = self._template.render(page=page, assets=self._addresses)
        return HTMLResponse(html, headers=SAFE_HEADERS)


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_fields=MAX_FIELDS, max_files=0, max_part_size=MAX_FIELD) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def _customer(release: Release, customer_id: str) -> ExampleCustomer:
    """Find the chosen customer; an unknown one is the first, so that old links work."""
    examples = release.examples or (_somebody(release),)
    return next((c for c in examples if c.id == customer_id), examples[0])


def _somebody(release: Release) -> ExampleCustomer:
    """Stand in where a service has no example customers: nothing is known, all can be typed."""
    return ExampleCustomer(
        id="somebody",
        name="Somebody",
        language=Language(release.service.languages[0]),
        summary="A customer of whom nothing is known yet; fill in the facts.",
        facts={},
        messages=(),
        received_at=utc_now().replace(microsecond=0),
    )
