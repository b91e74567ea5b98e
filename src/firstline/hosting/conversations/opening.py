"""Who opens a conversation: a program with a key, a customer whom the host signed, or anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from fastapi.security import HTTPAuthorizationCredentials
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from firstline.domain.errors import FirstlineError, TryLater
from firstline.hosting.conversations.chats import KnownChat
from firstline.hosting.conversations.schemas import NewConversation
from firstline.hosting.database import ask_database
from firstline.panel.accounts.addresses import behind_proxies
from firstline.panel.chats.identities import Identity, identity_in, is_identity
from firstline.panel.chats.models import Chat
from firstline.panel.conversations.models import Conversation, Status
from firstline.panel.conversations.receiving import open_conversation
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard

Credentials: TypeAlias = HTTPAuthorizationCredentials | None


class ChatOff(FirstlineError):
    """Nobody begins a conversation in a chat that is off."""

    def __init__(self) -> None:
        super().__init__("the chat of this service is off; an owner switches it on in the panel")


class NobodyUnknown(FirstlineError):
    """A customer without a signed identity, where only those with one may write."""

    def __init__(self) -> None:
        super().__init__("send a signed token of identity: this chat takes nobody who is unknown")


class TooManyOpened(TryLater):
    """One address has opened more conversations than a few customers would."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("too many conversations were opened from this address", retry_after_s)


class AnonymousRate:
    """How often an address may open a conversation without an identity; counted in this process."""

    def __init__(self, per_hour: int) -> None:
        self._item = RateLimitItemPerHour(per_hour)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, service: HostedService, address: str) -> None:
        """Count one more.

        Raises:
            TooManyOpened: there were enough within an hour.
        """
        name = (str(service.pk), address)
        if not self._limiter.hit(self._item, *name):
            ends_at = self._limiter.get_window_stats(self._item, *name).reset_time
            left_s = ends_at - datetime.now(UTC).timestamp()
            raise TooManyOpened(max(1, round(left_s)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A customer of whom nothing is known or believed."""

    address: str


Customer: TypeAlias = Identity | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    conversation: Conversation
    is_new: bool


def own_open_conversation(service: HostedService, customer_id: str) -> Conversation | None:
    """Find the customer's newest conversation that is not resolved, on whatever device it began."""
    own = service.conversations.filter(customer_id=customer_id)
    return own.exclude(status=Status.RESOLVED).order_by("-opened_at", "-pk").first()


def begin_as(
    service: HostedService, identity: Identity, *, now: datetime, starts_over: bool
) -> Begun:
    """Take up the customer's open conversation, or open one with what the host has signed."""
    if not starts_over and (own := own_open_conversation(service, identity.sub)):
        return Begun(conversation=own, is_new=False)
    opened = open_conversation(
        service,
        now=now,
        customer_id=identity.sub,
        customer_name=identity.name,
        language=identity.language,
        facts=identity.facts,
        facts_at=datetime.fromtimestamp(identity.iat, UTC) if identity.iat else None,
    )
    return Begun(conversation=opened, is_new=True)


class Openings:
    """Opens the conversations of one service.

    Args:
        service: whose.
        answerer: knows the live release, whose fact schema facts must fit, and the time.
        guard: knows the keys.
        chat: its settings.
        rate: counts conversations without an identity.
    """

    def __init__(
        self,
        service: HostedService,
        answerer: Answerer,
        guard: ApiKeyGuard,
        *,
        chat: KnownChat,
        rate: AnonymousRate,
    ) -> None:
        self._service = service
        self._answerer = answerer
        self.require_key = guard
        self._chat = chat
        self._rate = rate

    async def customer(
        self, request: Request, bearer: Credentials, key: str | None
    ) -> Customer | None:
        """Say which customer's browser it is that asks; `None` for a program, which has a key.

        Browsers name the origin of a page when they send something, and no program does.

        Raises:
            WrongIdentity: the token is not one of identity that may be believed.
        """
        if bearer and is_identity(bearer.credentials):
            return await self._known(bearer.credentials)
        if bearer or key or "origin" not in request.headers:
            return None
        peer = request.client.host if request.client else ""
        return Unknown(address=behind_proxies(peer, request.headers.get("x-forwarded-for", "")))

    async def _known(self, token: str) -> Identity:
        return identity_in(token, await self._chat.now(), now=self._answerer.clock())

    async def begin(self, customer: Customer, *, starts_over: bool) -> Begun:
        """Let a customer begin, or go on.

        Raises:
            ChatOff: nobody begins anything now.
            NobodyUnknown: the chat takes only customers with an identity.
            TooManyOpened: this address has opened enough.
            InquiryError: signed facts do not fit the service's schema.
        """
        chat, now = await self._chat.now(), self._answerer.clock()
        if not chat.is_on:
            raise ChatOff
        if isinstance(customer, Unknown):
            return await self._begin_unknown(customer, chat, now)
        self._check(customer.facts)
        return await ask_database(
            begin_as, self._service, customer, now=now, starts_over=starts_over
        )

    async def _begin_unknown(self, customer: Unknown, chat: Chat, now: datetime) -> Begun:
        if not chat.allows_anonymous:
            raise NobodyUnknown
        self._rate.count(self._service, customer.address)
        opened = await ask_database(open_conversation, self._service, now=now)
        return Begun(conversation=opened, is_new=True)

    async def own(self, token: str) -> Conversation | None:
        """Find the open conversation of the customer whose identity this is."""
        identity = await self._known(token)
        return await ask_database(own_open_conversation, self._service, identity.sub)

    async def open(self, told: NewConversation, key: str) -> Begun:
        """Open a conversation for a program, which is believed; the same key opens no second one.

        Raises:
            InquiryError: facts do not fit the service's schema.
            KeyReused: the key has opened another one.
        """
        self._check(told.facts)
        now = self._answerer.clock()
        opened = await ask_database(
            open_conversation, self._service, now=now, key=key, **told.model_dump()
        )
        return Begun(conversation=opened, is_new=True)

    def _check(self, facts: Mapping[str, object]) -> None:
        content = self._answerer.engine.release.service
        content.schema.parse(facts, zone=content.zone)
