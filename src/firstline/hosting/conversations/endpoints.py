"""The contract for conversations: /v1/conversations.

A key of the service opens conversations, or a customer whose identity the host has signed, or
anybody where the chat allows it. Each answers with a token, and only this token reads it and
writes into it, so that a customer's browser can, and can nothing else.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from firstline.domain.errors import InquiryError
from firstline.hosting.conversations import schemas
from firstline.hosting.conversations.deciding import decide_and_settle
from firstline.hosting.conversations.live import Live
from firstline.hosting.conversations.opening import Begun, Openings
from firstline.hosting.conversations.reading import admit, opened, thread_of
from firstline.hosting.database import ask_database, ask_systems
from firstline.panel.appointments.choosing import Told, choose
from firstline.panel.appointments.invitations import invitation_of
from firstline.panel.conversations.handing_over import ask_for_person
from firstline.panel.conversations.ratings import rate
from firstline.panel.conversations.receiving import receive
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import BEARER, HEADER
from firstline.serving.bodies import read_body
from firstline.serving.endpoints import JSON, idempotency_key, takes
from firstline.serving.schemas import ErrorBody
from firstline.serving.settings import ServingSettings

TOKEN = HTTPBearer(
    auto_error=False,
    scheme_name="ConversationToken",
    description="The token that a conversation answered with when it was opened.",
)
T = TypeVar("T", bound=BaseModel)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(TOKEN)]
Zone = Annotated[str, Query(max_length=64, description="Time zone that times are worded in.")]
LARGEST = 2**31 - 1
After = Annotated[int, Query(ge=0, le=LARGEST, description="Number of a message.")]
LastEventId = Annotated[int, Header(ge=0, le=LARGEST, description="Likewise; the larger counts.")]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
Key = Annotated[str | None, Security(HEADER)]


class ConversationEndpoints:
    """The operations, for one service."""

    def __init__(
        self,
        service: HostedService,
        answerer: Answerer,
        settings: ServingSettings,
        *,
        openings: Openings,
        live: Live,
    ) -> None:
        self._service = service
        self._answerer = answerer
        self._openings = openings
        self._live = live
        self._max_text_length = settings.max_text_length
        self._max_body_bytes = settings.max_body_bytes

    async def admit(self, conversation_id: UUID, token: Credentials = None) -> None:
        """Let only the conversation's own token pass; a dependency of all that is about one."""
        given = token.credentials if token else ""
        await ask_database(admit, self._service, conversation_id, given)

    async def open(self, request: Request, bearer: Bearer = None, key: Key = None) -> Response:
        """Open a conversation; its token is for the customer's browser to keep.

        With a key: the header `Idempotency-Key` makes sure that asking again opens no second one.
        With a customer's signed identity the body holds at most `start_over`, and the answer is
        the conversation that is open already, if there is one.
        """
        if customer := await self._openings.customer(request, bearer, key):
            body = await self._read(request, schemas.BEGINNING, schemas.Beginning)
            begun = await self._openings.begin(customer, starts_over=body.start_over)
        else:
            await self._openings.require_key(bearer, key)
            told = await self._read(request, schemas.NEW_CONVERSATION, schemas.NewConversation)
            begun = await self._openings.open(told, idempotency_key(request) or "")
        return await self._opened(begun)

    async def mine(self, bearer: Bearer = None) -> Response:
        """Find the open conversation of the customer whose signed identity this is; else 204."""
        own = await self._openings.own(bearer.credentials if bearer else "")
        if own is None:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return await self._opened(Begun(conversation=own, is_new=False))

    async def _opened(self, begun: Begun) -> Response:
        answer = await ask_database(opened, begun.conversation, now=self._answerer.clock())
        status = HTTPStatus.CREATED if begun.is_new else HTTPStatus.OK
        return Response(schemas.OPENED.dump_json(answer), status, media_type=JSON)

    async def write(self, request: Request, conversation_id: UUID, zone: Zone = "") -> Response:
        """Take in what the customer wrote, and answer with it and what follows from it.

        An automatic reply is there at once; what a person writes comes later. With the header
        `Idempotency-Key` sending again says nothing twice.
        """
        body = await self._read(request, schemas.MESSAGE_BODY, schemas.MessageBody)
        self._check_length(body.text)
        key = idempotency_key(request) or ""
        now = self._answerer.clock()
        message = await ask_database(receive, conversation_id, body.text, now=now, key=key)
        if message.settled_at is None:
            await decide_and_settle(message, self._answerer)
        return await self._thread(
            conversation_id, message.number - 1, HTTPStatus.CREATED, zone=zone
        )

    async def read(self, conversation_id: UUID, after: After = 0, zone: Zone = "") -> Response:
        """Read the conversation, or what came after a message; and what may be chosen now."""
        return await self._thread(conversation_id, after, zone=zone)

    async def choose(self, request: Request, conversation_id: UUID) -> Response:
        """Take what the customer chose: a time, or to move, keep or call off an appointment.

        Choosing the same again changes nothing.
        """
        body = await self._read(request, schemas.CHOICE_BODY, schemas.ChoiceBody)
        told = Told(email=body.email, zone=body.zone)
        now = self._answerer.clock()
        await ask_systems(choose, conversation_id, body.choice, told, now=now)
        return await self._thread(conversation_id, zone=body.zone)

    async def invitation(self, conversation_id: UUID, appointment_id: UUID) -> Response:
        """Download an appointment as iCalendar, for the customer's own calendar."""
        now = self._answerer.clock()
        text = await ask_database(invitation_of, conversation_id, appointment_id, now=now)
        name = {"Content-Disposition": 'attachment; filename="appointment.ics"'}
        return Response(text, headers=name, media_type="text/calendar")

    async def follow(self, conversation_id: UUID, request: Request) -> AsyncIterator[None]:
        """Keep a place among the streams for as long as this one goes on; a dependency of it."""
        with self._live.following(conversation_id) as follower:
            request.state.follower = follower
            yield

    async def events(
        self,
        request: Request,
        conversation_id: UUID,
        after: After = 0,
        last_event_id: LastEventId = 0,
        zone: Zone = "",
    ) -> AsyncIterator[ServerSentEvent]:
        """Stream the conversation: what came after a message, then whatever comes.

        The data of each event is a thread as `messages` answers it, its id the newest number.
        """
        newest, shown = max(after, last_event_id), None
        async for _ in request.state.follower.changes():
            now = self._answerer.clock()
            thread = await ask_database(
                thread_of, conversation_id, now=now, after=newest, zone=zone
            )
            state = replace(thread, messages=())
            if state == shown:
                continue
            newest, shown = thread.newest, state
            content = schemas.THREAD.dump_json(thread).decode()
            yield ServerSentEvent(raw_data=content, id=str(newest))

    async def ask_for_person(self, conversation_id: UUID, zone: Zone = "") -> Response:
        """Hand the conversation over to a person, because the customer wants one."""
        await ask_database(ask_for_person, conversation_id, now=self._answerer.clock())
        return await self._thread(conversation_id, zone=zone)

    async def rate(self, request: Request, conversation_id: UUID, zone: Zone = "") -> Response:
        """Keep how content the customer is; the last rating counts."""
        body = await self._read(request, schemas.RATING_BODY, schemas.RatingBody)
        now = self._answerer.clock()
        await ask_database(rate, conversation_id, body.rating, now=now, comment=body.comment)
        return await self._thread(conversation_id, zone=zone)

    async def _thread(
        self,
        conversation_id: UUID,
        after: int = 0,
        status: HTTPStatus = HTTPStatus.OK,
        *,
        zone: str = "",
    ) -> Response:
        now = self._answerer.clock()
        thread = await ask_database(thread_of, conversation_id, now=now, after=after, zone=zone)
        return Response(schemas.THREAD.dump_json(thread), status, media_type=JSON)

    async def _read(self, request: Request, kind: TypeAdapter[T], body: type[T]) -> T:
        known = body.model_fields
        return await read_body(request, kind, known=known, limit=self._max_body_bytes)

    def _check_length(self, text: str) -> None:
        limit = self._max_text_length
        if len(text) > limit:
            raise InquiryError("text", f"is {len(text)} characters long; at most {limit} are read")


def conversations_router(endpoints: ConversationEndpoints) -> APIRouter:
    """Make the routes: two for who may begin, all others behind a conversation's token."""
    router = APIRouter(
        prefix="/v1/conversations",
        tags=["conversations"],
        responses={"4XX": {"model": ErrorBody}, "5XX": {"model": ErrorBody}},
    )
    router.add_api_route(
        "",
        endpoints.open,
        methods=["POST"],
        status_code=HTTPStatus.CREATED,
        summary="Open a conversation",
        responses={200: {"model": schemas.Opened}, 201: {"model": schemas.Opened}},
        openapi_extra=takes(schemas.NewConversation),
    )
    router.add_api_route(
        "/mine",
        endpoints.mine,
        methods=["GET"],
        summary="Find a customer's open conversation",
        responses={200: {"model": schemas.Opened}, 204: {"description": "There is none."}},
    )
    router.include_router(_own_routes(endpoints))
    return router


def _own_routes(endpoints: ConversationEndpoints) -> APIRouter:
    """Make the routes about one conversation."""
    router = APIRouter(prefix="/{conversation_id}", dependencies=[Depends(endpoints.admit)])
    _add_messages(router, endpoints)
    _add_wishes(router, endpoints)
    router.add_api_route(
        "/appointments/{appointment_id}.ics",
        endpoints.invitation,
        methods=["GET"],
        summary="Download an appointment",
        responses={200: {"content": {"text/calendar": {}}}},
    )
    return router


def _add_messages(router: APIRouter, endpoints: ConversationEndpoints) -> None:
    thread = {"model": schemas.Thread}
    router.add_api_route(
        "/messages",
        endpoints.write,
        methods=["POST"],
        status_code=HTTPStatus.CREATED,
        summary="Write as the customer",
        responses={201: thread},
        openapi_extra=takes(schemas.MessageBody),
    )
    router.add_api_route(
        "/messages",
        endpoints.read,
        methods=["GET"],
        summary="Read what was written",
        responses={200: thread},
    )
    router.add_api_route(
        "/events",
        endpoints.events,
        methods=["GET"],
        summary="Follow what is written",
        response_class=EventSourceResponse,
        dependencies=[Depends(endpoints.follow)],
    )


def _add_wishes(router: APIRouter, endpoints: ConversationEndpoints) -> None:
    """Add what a customer may ask for by a button."""
    thread = {"model": schemas.Thread}
    router.add_api_route(
        "/person",
        endpoints.ask_for_person,
        methods=["POST"],
        summary="Ask for a person",
        responses={200: thread},
    )
    router.add_api_route(
        "/choice",
        endpoints.choose,
        methods=["POST"],
        summary="Choose as the customer",
        responses={200: thread},
        openapi_extra=takes(schemas.ChoiceBody),
    )
    router.add_api_route(
        "/rating",
        endpoints.rate,
        methods=["POST"],
        summary="Rate the answer",
        responses={200: thread},
        openapi_extra=takes(schemas.RatingBody),
    )
