"""The chat's addresses; like the playground it asks for no key."""

from fastapi import APIRouter, HTTPException
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from firstline.hosting.conversations import schemas
from firstline.hosting.conversations.chat.customers import NOBODY, facts_today
from firstline.hosting.conversations.reading import opened
from firstline.hosting.database import ask_database
from firstline.panel.conversations.receiving import open_conversation
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.endpoints import JSON
from firstline.serving.playground.assets import SAFE_HEADERS, read_assets
from firstline.serving.settings import ServingSettings

OWN_FILES = ("chat.css", "chat.js")


class Beginning(BaseModel):
    customer: str = Field(default="", max_length=200)
    """Id of an example customer; anybody else is somebody unknown."""


def chat_router(service: HostedService, answerer: Answerer, settings: ServingSettings) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    assets = read_assets(__package__, OWN_FILES, below="/chat/static")
    addresses = {name: asset.address for name, asset in assets.items()}
    page = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("chat.html")

    @router.get("/chat")
    async def show() -> HTMLResponse:
        release = answerer.engine.release
        html = page.render(
            assets=addresses,
            title=service.title,
            customers=release.examples,
            longest=settings.max_text_length,
        )
        return HTMLResponse(html, headers=SAFE_HEADERS)

    @router.post("/chat/conversations")
    async def begin(beginning: Beginning) -> Response:
        """Open a conversation as an example customer, with what is known of them."""
        release, now = answerer.engine.release, answerer.clock()
        customer = next((c for c in release.examples if c.id == beginning.customer), NOBODY)
        conversation = await ask_database(
            open_conversation,
            service,
            now=now,
            customer_id=customer.id,
            language=customer.language,
            facts=facts_today(customer, release.service.schema, now),
        )
        answer = await ask_database(opened, conversation, now=now)
        return Response(schemas.OPENED.dump_json(answer), 201, media_type=JSON)

    @router.get("/chat/static/{name}")
    async def static(name: str) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return assets[name].response()

    return router
