"""An OpenID Connect provider that lies where a test wants it to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT = "firstline"


@dataclass(kw_only=True)
class LyingProvider:
    """Honest as it is; `claims` and the others are what it says instead."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """In the ID token; `None` leaves one out."""
    told: dict[str, Any] = field(default_factory=dict)
    """At the user info endpoint."""
    discovery: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    nonce: str = ""
    """Of the sign-on under way."""

    def answer(self, path: str) -> dict[str, Any]:
        """Answer as the endpoint does."""
        return {
            "/.well-known/openid-configuration": self._discovery,
            "/token": self._tokens,
            "/userinfo": self._user_info,
            "/jwks": self._keys,
        }[path]()

    def _discovery(self) -> dict[str, Any]:
        endpoints = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
        }
        named = {name: f"{self.address}/{path}" for name, path in endpoints.items()}
        return {"issuer": self.address, **named, **self.discovery}

    def _tokens(self) -> dict[str, Any]:
        now = int(time())
        honest = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "olga",
            "iat": now,
            "exp": now + 600,
            "nonce": self.nonce,
        }
        said = {name: value for name, value in {**honest, **self.claims}.items() if value}
        token = jwt.encode(said, self.key, algorithm=self.algorithm, headers={"kid": "one"})
        return {"access_token": "token", "token_type": "Bearer", "id_token": token}

    def _user_info(self) -> dict[str, Any]:
        honest = {"sub": "olga", "email": "olga@shop.example", "email_verified": True}
        return {**honest, **self.told}

    def _keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    """Run one on this machine."""
    provider = LyingProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.dumps(provider.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the server's name

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
