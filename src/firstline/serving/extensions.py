"""What a host adds to the application: serving itself knows no host."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter

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


NOTHING_MORE = Extension(routes=lambda *_: (), problems={})
