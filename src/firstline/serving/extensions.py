"""What a host adds to the application: serving itself knows no host."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.middleware import Middleware

from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.errors import Problem
from firstline.serving.settings import ServingSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    routes: Callable[[Answerer, ServingSettings, ApiKeyGuard], Iterable[APIRouter]]
    """Made over the same answerer, settings and keys as the answering contract."""
    problems: Mapping[type[Exception], Problem]
    """How the errors that these routes raise look from outside."""
    middleware: Sequence[Middleware] = ()
    """Around the whole application."""


NOTHING_MORE = Extension(routes=lambda *_: (), problems={})
