import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.builders import CHARGED_TWICE
from tests.unit.cli.conftest import KEY, Command

CARD = ("--fact", "payment_type=card", "--fact", "order_cost=12.50")


def test_a_running_service_is_asked(firstline: Command, address: str) -> None:
    result = firstline("ask", CHARGED_TWICE, *CARD, "--url", address, "--key", KEY, "--wait", "30")

    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["kind"] == "auto_reply"
    assert answer["reply"]["text"] == "You paid 12.50 once."


def test_what_the_service_refuses_is_shown_and_fails(firstline: Command, address: str) -> None:
    result = firstline("ask", CHARGED_TWICE, "--url", address, "--wait", "30")

    assert result.exit_code == 1
    assert "error" in json.loads(result.stdout)


def test_a_fact_without_a_value_is_told_before_anything_is_asked(firstline: Command) -> None:
    result = firstline("ask", "hello", "--fact", "payment_type")

    assert result.exit_code == 1
    assert result.stderr == (
        "error: --fact: `payment_type` has no value; write payment_type=value\n"
    )


def test_where_no_service_runs_the_error_says_how_to_start_one(firstline: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = firstline("ask", "hello", "--url", f"http://127.0.0.1:{port}")

    assert result.exit_code == 1
    assert "start one with `firstline serve`" in result.stderr


def test_a_misspelt_address_is_told_so(firstline: Command) -> None:
    result = firstline("ask", "hello", "--url", "http://[::")

    assert result.exit_code == 1
    assert result.stderr == "error: `http://[::` is no address; write http://host:port\n"


class ReadyButMute(BaseHTTPRequestHandler):
    """A service that dies while it is asked."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Keep the terminal clean."""


def test_a_service_that_hangs_up_is_no_traceback(firstline: Command) -> None:
    with HTTPServer(("127.0.0.1", 0), ReadyButMute) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        result = firstline("ask", "hello", "--url", address)
        server.shutdown()
        thread.join()

    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {address} did not answer (")
