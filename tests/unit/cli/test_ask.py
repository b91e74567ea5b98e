import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.builders import ACCIDENT, CHARGED_TWICE
from tests.unit.cli.conftest import KEY, Command

WORKSPACE = "name: tiny\nlanguages: [en]\ntime_zone: UTC\nencoder: all-MiniLM-L6-v2\n"
CARD = ("--fact", "payment_type=card", "--fact", "order_cost=12.50")


def test_the_live_release_is_asked_without_a_server(
    firstline: Command, tiny_release_store: Path
) -> None:
    result = firstline("ask", "tiny", CHARGED_TWICE, *CARD, "--store", tiny_release_store)

    assert result.exit_code == 0, result.output
    reply, why = result.stdout.splitlines()
    assert reply == "   You paid 12.50 once."
    assert why.startswith("Answered automatically. It is right with ")


def test_the_service_may_be_named_by_its_folder(
    firstline: Command, tiny_release_store: Path, tmp_path: Path
) -> None:
    (tmp_path / "workspace.yaml").write_text(WORKSPACE)
    result = firstline("ask", tmp_path, CHARGED_TWICE, "--store", tiny_release_store)

    assert result.exit_code == 0, result.output


def test_an_example_customer_brings_the_facts(firstline: Command, tiny_release_store: Path) -> None:
    asked = ("ask", "tiny", CHARGED_TWICE, "--customer", "carla", "--store", tiny_release_store)
    by_card, in_cash = firstline(*asked), firstline(*asked, "--fact", "payment_type=cash")

    assert "You paid 12.50 once." in by_card.stdout
    assert "You paid in cash." in in_cash.stdout


def test_an_agent_sees_the_suggestions_and_why_nothing_was_sent(
    firstline: Command, tiny_release_store: Path
) -> None:
    cash = ("--customer=carla", "--fact=payment_type=cash")
    result = firstline("ask", "tiny", CHARGED_TWICE, *cash, "--store", tiny_release_store)

    title, heading, suggestion, text = result.stdout.splitlines()
    assert title.startswith("A person answers, with a head start. There is a likely reply, but ")
    assert heading == "An agent gets this suggestion:"
    assert suggestion.startswith("1. Paid in cash (charged twice, ranked at ")
    assert text == "   You paid in cash."


def test_the_whole_decision_is_printed_as_json(
    firstline: Command, tiny_release_store: Path
) -> None:
    result = firstline("ask", "tiny", ACCIDENT, "--json", "--store", tiny_release_store)

    decision = json.loads(result.stdout)
    assert (decision["kind"], decision["line"]) == ("escalation", "expert")
    assert set(decision["trace"]["sentiment"]) == {"negative", "neutral", "positive"}


def test_a_release_of_another_service_is_not_asked(
    firstline: Command, tiny_release_store: Path
) -> None:
    result = firstline("ask", "shop", "hello", "--store", tiny_release_store)

    assert result.exit_code == 1
    assert "answers for `tiny`, not for `shop`" in result.stderr


def test_a_misspelt_customer_or_fact_is_told_with_the_nearest_one(
    firstline: Command, tiny_release_store: Path
) -> None:
    asked = ("ask", "tiny", "hello", "--store", tiny_release_store)
    customer, fact = firstline(*asked, "--customer=karla"), firstline(*asked, "--fact=trip=1")

    assert (customer.exit_code, fact.exit_code) == (1, 1)
    assert "did you mean `carla`?" in customer.stderr
    assert "did you mean `trips`?" in fact.stderr


def test_where_nothing_is_live_the_error_says_so(firstline: Command, tmp_path: Path) -> None:
    result = firstline("ask", "tiny", "hello", "--store", tmp_path)

    assert result.exit_code == 1
    assert "no release is live" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("tiny", "where", "is", "it"), ("tiny", "hi", "--url=http://x"), ("hi", "--customer=carla")],
)
def test_words_that_fit_neither_way_of_asking_are_refused(
    firstline: Command, words: tuple[str, ...]
) -> None:
    result = firstline("ask", *words)

    assert result.exit_code == 2
    assert "the message in quotes" in " ".join(result.stderr.split())


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
