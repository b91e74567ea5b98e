"""Chat completions: one request, one answer, no second try.

An agent waits for it, and may ask again; a server in trouble gets no more load from us.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import httpx2
from pydantic import TypeAdapter

from firstline.connectors.openai_compatible.errors import ServerConfused, ServerUnreachable
from firstline.connectors.openai_compatible.messages import Message
from firstline.connectors.openai_compatible.servers import Server, read_as

MOST_TOKENS = 500  # about 350 words; a longer reply is no draft that somebody reads
_MESSAGES = TypeAdapter(tuple[Message, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    text: str
    model: str
    is_cut_off: bool
    """Whether the model had more to say than it was allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    message: _Said
    finish_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    choices: tuple[_Choice, ...]
    model: str = ""


_ANSWER = TypeAdapter(_Answer)


class Chat:
    """Asks one model, until it is closed."""

    def __init__(self, server: Server, model: str, *, timeout_s: float) -> None:
        self._server = server
        self._model = model
        self._timeout_s = timeout_s
        self._client = httpx2.AsyncClient(headers=dict(server.headers), timeout=timeout_s)

    async def close(self) -> None:
        await self._client.aclose()

    async def complete(self, messages: Sequence[Message]) -> Completion:
        """Ask for the next message.

        Raises:
            ServerUnreachable: there was no answer.
            ServerRefused: the answer says no.
            ServerConfused: the answer is none, or empty.
        """
        body = {
            "model": self._model,
            "messages": _MESSAGES.dump_python(tuple(messages)),
            "max_tokens": MOST_TOKENS,
            "temperature": 0,
            "seed": 0,
        }
        try:
            # the client's own limit is for each piece of an answer that may come in many
            async with asyncio.timeout(self._timeout_s):
                response = await self._client.post(self._server.url("chat/completions"), json=body)
        except (TimeoutError, httpx2.TransportError) as error:
            raise ServerUnreachable(f"the server did not answer ({error})") from error
        if not response.is_success:
            raise self._server.refusal(response)
        return self._completion(read_as(_ANSWER, response))

    def _completion(self, answer: _Answer) -> Completion:
        choice = answer.choices[0] if answer.choices else None
        text = (choice.message.content or "").strip() if choice else ""
        if choice is None or not text:
            raise ServerConfused("the server answered without a word")
        is_cut_off = choice.finish_reason == "length"
        return Completion(text=text, model=answer.model or self._model, is_cut_off=is_cut_off)
