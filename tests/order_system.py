"""A small order system on loopback: orders behind a key or a token, and a token's endpoint."""

import asyncio
import base64
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

KEY = "key-of-the-order-system"
CLIENT, CLIENT_SECRET = "firstline", "client-secret"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0
    endless: bool = False
    """Whether the body has no end while somebody reads it."""


@dataclass
class OrderSystem:
    base_url: str = ""
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    token_lives_s: int = 3600
    tokens: list[str] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    """Every request, as `GET /customers/c-1/order?fields=all`."""
    faults: deque[Fault] = field(default_factory=deque)
    token_faults: deque[Fault] = field(default_factory=deque)

    def forget(self) -> None:
        """Be as new."""
        vars(self).update(vars(OrderSystem(base_url=self.base_url)))

    async def token(self, request: Request) -> Response:
        self.asked.append("POST /token")
        if self.token_faults:
            return await self._failed(request, self.token_faults.popleft())
        form = parse_qs((await request.body()).decode())
        given = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {given}":
            return JSONResponse({"error": "invalid_client"}, 401)
        if form.get("grant_type") != ["client_credentials"]:
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        self.tokens.append(f"token-{len(self.tokens) + 1}")
        answer = {"access_token": self.tokens[-1], "token_type": "Bearer"}
        return JSONResponse({**answer, "expires_in": self.token_lives_s})

    async def order(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        self.asked.append(f"{request.method} {request.scope['raw_path'].decode()}{query}")
        if self.faults:
            return await self._failed(request, self.faults.popleft())
        if not self._knows(request):
            return JSONResponse({"message": "who are you?"}, 401)
        order = self.orders.get(request.path_params["customer_id"])
        if order is None:
            return JSONResponse({"message": "no such customer"}, 404)
        if request.method == "PATCH":
            _merge(order, await request.json())
        return JSONResponse(order)

    def _knows(self, request: Request) -> bool:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        is_token = bearer in self.tokens and bearer not in self.revoked
        return is_token or request.headers.get("x-key") == KEY

    async def _failed(self, request: Request, fault: Fault) -> Response:
        await asyncio.sleep(fault.after_s)
        if fault.endless:
            return StreamingResponse(self._endless(request), media_type="application/json")
        return Response(fault.body, fault.status, fault.headers)

    async def _endless(self, request: Request) -> AsyncIterator[bytes]:
        while not await request.is_disconnected():
            yield b" " * 65_536


def _merge(into: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


@contextmanager
def running_order_system() -> Iterator[OrderSystem]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        system = OrderSystem(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
        pages = [
            Route("/token", system.token, methods=["POST"]),
            Route("/customers/{customer_id}/order", system.order, methods=["GET", "PATCH"]),
        ]
        config = uvicorn.Config(Starlette(routes=pages), log_config=None, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield system
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join()
