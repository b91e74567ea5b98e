"""Conversations of one service, as what its application is extended by."""

from collections.abc import Iterator, Mapping

from fastapi import APIRouter
from starlette.middleware import Middleware

from firstline.hosting.conversations.chats import KnownChat
from firstline.hosting.conversations.customers import customers_router
from firstline.hosting.conversations.endpoints import ConversationEndpoints, conversations_router
from firstline.hosting.conversations.live import Live, StreamsFull, TooManyOfOne
from firstline.hosting.conversations.opening import (
    AnonymousRate,
    ChatOff,
    NobodyUnknown,
    Openings,
    TooManyOpened,
)
from firstline.hosting.conversations.origins import ChatOrigins
from firstline.hosting.conversations.shop import shop_router
from firstline.hosting.conversations.widget import widget_router
from firstline.panel.appointments.choosing import ChoiceGone, EmailNeeded
from firstline.panel.appointments.invitations import NoSuchAppointment
from firstline.panel.chats.identities import WrongIdentity
from firstline.panel.conversations.pace import TooQuick
from firstline.panel.conversations.threads import KeyReused
from firstline.panel.conversations.tokens import WrongToken
from firstline.panel.secrets import SecretLost
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.errors import Problem
from firstline.serving.extensions import Extension
from firstline.serving.settings import ServingSettings

PROBLEMS: Mapping[type[Exception], Problem] = {
    ChoiceGone: Problem(status=409, code="choice_gone"),
    EmailNeeded: Problem(status=422, code="email_needed"),
    KeyReused: Problem(status=409, code="key_reused"),
    NoSuchAppointment: Problem(status=404, code="no_such_appointment"),
    WrongToken: Problem(status=401, code="wrong_token"),
    WrongIdentity: Problem(status=401, code="wrong_identity"),
    SecretLost: Problem(status=503, code="chat_unavailable"),
    ChatOff: Problem(status=403, code="chat_off"),
    NobodyUnknown: Problem(status=403, code="identity_needed"),
    TooManyOpened: Problem(status=429, code="too_many_conversations"),
    TooQuick: Problem(status=429, code="too_quick"),
    TooManyOfOne: Problem(status=429, code="too_many_streams"),
    StreamsFull: Problem(status=503, code="streams_full"),
}


def conversations_of(service: HostedService, live: Live) -> Extension:
    """Extend the application of a service.

    Args:
        service: whose conversations.
        live: all who follow conversations in this process.
    """
    chat = KnownChat(service)

    def routes(
        answerer: Answerer, settings: ServingSettings, guard: ApiKeyGuard
    ) -> Iterator[APIRouter]:
        rate = AnonymousRate(settings.chat_anonymous_per_hour)
        openings = Openings(service, answerer, guard, chat=chat, rate=rate)
        endpoints = ConversationEndpoints(service, answerer, settings, openings=openings, live=live)
        yield conversations_router(endpoints)
        yield widget_router(chat, settings)
        yield customers_router(service, answerer, guard)
        if settings.playground:
            yield shop_router(service, answerer, chat)

    return Extension(
        routes=routes, problems=PROBLEMS, middleware=(Middleware(ChatOrigins, chat=chat),)
    )
