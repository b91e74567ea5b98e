"""A page of another host, served from an origin of its own, with the chat's tag on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"></head>
<body><main><h1>A shop</h1></main>{tag}</body></html>"""


@dataclass(slots=True)
class HostPage:
    """What the host's server answers to everybody."""

    origin: str
    chat: str
    """Address of the service that the chat belongs to."""
    attributes: str = ""
    language: str = "en"

    @property
    def policy(self) -> str:
        """Allow the chat's host what its documentation says, and nothing else."""
        host = self.chat.rstrip("/")
        return f"default-src 'none'; script-src {host}; connect-src {host}; img-src data:"

    @property
    def html(self) -> str:
        tag = f'<script src="{escape(self.chat)}widget.js" {self.attributes} defer></script>'
        return PAGE.format(language=self.language, tag=tag)


@contextmanager
def host_page(chat: str) -> Iterator[HostPage]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = page.html.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", page.policy)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        page = HostPage(origin=f"http://127.0.0.1:{server.server_port}", chat=chat)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield page
        finally:
            server.shutdown()
            thread.join()
