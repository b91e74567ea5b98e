"""A real HTTP server on this machine that takes webhooks and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: str

    def verified_with(self, secret: str) -> dict[str, Any]:
        """Read it as a receiver does, with the library of the standard.

        Raises:
            WebhookVerificationError: the signature, or the time, is wrong.
        """
        told: dict[str, Any] = Webhook(secret).verify(self.body, self.headers)
        return told


@dataclass
class Receiver:
    address: str = ""
    got: list[Request] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b""
    waits_for: threading.Event | None = None
    """Answers only once it is set."""

    @property
    def ids(self) -> list[str]:
        return [request.headers["webhook-id"] for request in self.got]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Request(self.path, headers, body))
            if receiver.waits_for:
                receiver.waits_for.wait(30)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(receiver.answer)))
            self.end_headers()
            self.wfile.write(receiver.answer)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hooks"
    try:
        yield receiver
    finally:
        if receiver.waits_for:
            receiver.waits_for.set()
        server.shutdown()
        thread.join()
        server.server_close()
