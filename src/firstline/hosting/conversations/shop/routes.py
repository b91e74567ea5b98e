"""The shop's one page; like the playground it asks for no key.

It does what a host's page does: its server signs who the customer is, and a script tag does the
rest.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from firstline.domain.examples import ExampleCustomer
from firstline.domain.facts import FactSchema
from firstline.hosting.conversations.chats import KnownChat
from firstline.hosting.conversations.shop.customers import NOBODY, facts_today
from firstline.panel.chats.identities import sign
from firstline.panel.chats.models import Chat
from firstline.panel.secrets import decrypted
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.playground.assets import SAFE_HEADERS, read_assets

OWN_FILES = ("shop.css", "shop.js")
VALID_FOR = timedelta(hours=1)
"""The page is read anew for each customer."""


def shop_router(service: HostedService, answerer: Answerer, chat: KnownChat) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    assets = read_assets(__package__, OWN_FILES, below="/chat/static")
    addresses = {name: asset.address for name, asset in assets.items()}
    page = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("shop.html")

    @router.get("/chat")
    async def show(customer: str | None = None) -> HTMLResponse:
        release, now, settings = answerer.engine.release, answerer.clock(), await chat.now()
        chosen = _chosen(release.examples, customer)
        html = page.render(
            assets=addresses,
            title=service.title,
            customers=release.examples,
            chosen=chosen,
            is_on=settings.is_on,
            identity=_identity(chosen, release.service.schema, settings, now),
        )
        return HTMLResponse(html, headers=SAFE_HEADERS)

    @router.get("/chat/static/{name}")
    async def static(name: str) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return assets[name].response()

    return router


def _chosen(customers: Sequence[ExampleCustomer], wanted: str | None) -> ExampleCustomer:
    """Find whom somebody chose to be: the first, until they choose; whom nobody knows is nobody."""
    if wanted is None:
        return customers[0] if customers else NOBODY
    return next((customer for customer in customers if customer.id == wanted), NOBODY)


def _identity(customer: ExampleCustomer, schema: FactSchema, chat: Chat, now: datetime) -> str:
    """Sign who the customer is; nobody has no identity."""
    if customer is NOBODY or not chat.secret:
        return ""
    claims = {
        "sub": customer.id,
        "name": customer.name,
        "language": customer.language,
        "facts": facts_today(customer, schema, now),
    }
    return sign(decrypted(chat.secret), claims, now=now, valid_for=VALID_FOR)
