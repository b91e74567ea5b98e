"""Conversations of one service, as what its application is extended by."""

from collections.abc import Iterator, Mapping

from fastapi import APIRouter

from firstline.hosting.conversations.chat import chat_router
from firstline.hosting.conversations.customers import customers_router
from firstline.hosting.conversations.endpoints import ConversationEndpoints, conversations_router
from firstline.panel.conversations.threads import KeyReused
from firstline.panel.conversations.tokens import WrongToken
from firstline.panel.services.models import HostedService
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.errors import Problem
from firstline.serving.extensions import Extension
from firstline.serving.settings import ServingSettings

PROBLEMS: Mapping[type[Exception], Problem] = {
    KeyReused: Problem(status=409, code="key_reused"),
    WrongToken: Problem(status=401, code="wrong_token"),
}


def conversations_of(service: HostedService) -> Extension:
    def routes(
        answerer: Answerer, settings: ServingSettings, guard: ApiKeyGuard
    ) -> Iterator[APIRouter]:
        endpoints = ConversationEndpoints(service, answerer, settings)
        yield conversations_router(endpoints, guard)
        yield customers_router(service, answerer, guard)
        if settings.playground:
            yield chat_router(service, answerer, settings)

    return Extension(routes=routes, problems=PROBLEMS)
