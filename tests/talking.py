"""Many customers talk at once, over HTTP, and each looks whether all that was said is there."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2

PATIENCE_S = 60.0
THINKS_S = (5.0, 15.0)
"""How long a customer reads and writes before the next thing is sent."""
FOLLOW_UPS = ("That does not help me at all", "Thank you!", "And what about my receipt?")
WITH_PEOPLE = ("waiting", "with_person")


@dataclass(slots=True)
class Talks:
    finished: int = 0
    """Conversations that went all their way."""
    automatic: int = 0
    """Of these, with an automatic reply."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """Of every request, by what it did."""


def talk_at_once(
    address: str,
    texts: Sequence[str],
    *,
    customers: int,
    seconds: float,
    thinks: tuple[float, float] = THINKS_S,
) -> Talks:
    """Let so many customers talk for a while, each one conversation after the other.

    Raises:
        AssertionError: a request failed, or something was lost, doubled or out of order.
    """
    talks = Talks()

    async def all_of_them() -> None:
        limits = httpx2.Limits(max_connections=customers, keepalive_expiry=1.0)
        async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=limits) as http:
            until = time.monotonic() + seconds
            async with asyncio.TaskGroup() as group:
                for number in range(customers):
                    luck = random.Random(number)  # noqa: S311 - the same every time
                    customer = _Customer(http, talks, texts, thinks, luck)
                    group.create_task(customer.talk(until))

    asyncio.run(all_of_them())
    return talks


@dataclass(slots=True)
class _Customer:
    http: httpx2.AsyncClient
    talks: Talks
    texts: Sequence[str]
    thinks: tuple[float, float]
    luck: random.Random

    async def talk(self, until: float) -> None:
        await asyncio.sleep(self.luck.uniform(0, self.thinks[1]))  # not all in the same instant
        while time.monotonic() < until:
            await self._conversation()
            self.talks.finished += 1

    async def _conversation(self) -> None:
        path = "/v1/conversations"
        opened = await self._ask("open", path, {"language": "en"}, uuid4().hex)
        own = f"{path}/{opened['conversation']['id']}"
        bearer = {"Authorization": f"Bearer {opened['token']}"}
        said = [self.luck.choice(self.texts)]
        await self._ask("write", f"{own}/messages", {"text": said[0]}, uuid4().hex, bearer)
        await self._think()
        await self._read(own, bearer, said)
        match self.luck.randrange(4):
            case 0:
                thread = await self._ask("ask for a person", f"{own}/person", {}, "", bearer)
                assert thread["status"] in WITH_PEOPLE, thread
            case 1:
                await self._ask("rate", f"{own}/rating", {"rating": 4}, "", bearer)
            case _:
                said.append(self.luck.choice(FOLLOW_UPS))
                key = uuid4().hex
                for _ in range(2):  # as a browser does that has not heard the first answer
                    body = {"text": said[-1]}
                    await self._ask("write", f"{own}/messages", body, key, bearer)
        await self._think()
        authors = await self._read(own, bearer, said)
        self.talks.automatic += "assistant" in authors

    async def _think(self) -> None:
        await asyncio.sleep(self.luck.uniform(*self.thinks))

    async def _read(self, own: str, bearer: Mapping[str, str], said: Sequence[str]) -> list[str]:
        """Read the conversation: all that was said is there once, and answered at most once."""
        began = time.perf_counter()
        answer = await self.http.get(f"{own}/messages", headers=bearer)
        self._note("read", began, answer)
        messages = answer.json()["messages"]
        authors = [message["author"] for message in messages]
        own_words = [message["text"] for message in messages if message["author"] == "customer"]
        assert own_words == list(said), messages
        assert authors.count("assistant") <= 1, messages
        assert "assistant" in authors or "notice" in authors, messages
        numbers = [message["number"] for message in messages]
        assert numbers == sorted(set(numbers)), messages
        return authors

    async def _ask(
        self,
        what: str,
        path: str,
        body: Mapping[str, Any],
        key: str,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - JSON
        keyed = {"Idempotency-Key": key} if key else {}
        began = time.perf_counter()
        answer = await self.http.post(path, json=body, headers={**(headers or {}), **keyed})
        self._note(what, began, answer)
        return answer.json()

    def _note(self, what: str, began: float, answer: httpx2.Response) -> None:
        assert answer.is_success, f"{what}: {answer.status_code} {answer.text}"
        self.talks.seconds.setdefault(what, []).append(time.perf_counter() - began)
