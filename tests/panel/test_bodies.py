"""What is too large never reaches the disk, and its sender is told so on a page."""

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from firstline.panel.accounts.roles import Role
from firstline.panel.bodies import FORMS, TOO_LARGE, LimitedBodies, Message, Receive, Send
from firstline.panel.services.models import HostedService

HISTORY = "/panel/s/shop/history/"


class Reader:
    """Stands where Django is: takes the body in, and answers unless it breaks off."""

    def __init__(self) -> None:
        self.taken = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        status = 413 if TOO_LARGE in scope else 200
        while (message := await receive())["type"] != "http.disconnect":
            self.taken += len(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": status, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return


def send_body(path: str, sizes: list[int], *, told: int | None = None) -> tuple[int, Reader]:
    """Return the status that a sender gets, and what was read of the body."""
    reader, answers = Reader(), []
    parts = _parts(sizes)
    headers = [] if told is None else [(b"content-length", str(told).encode())]

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        answers.append(message)

    app = LimitedBodies(reader, largest_history=100_000_000)
    scope: dict[str, Any] = {"type": "http", "path": path, "headers": headers}
    anyio.run(app, scope, receive, send)
    return int(answers[0]["status"]), reader


def _parts(sizes: list[int]) -> Iterator[Message]:
    for place, size in enumerate(sizes, start=1):
        yield {"type": "http.request", "body": b"x" * size, "more_body": place < len(sizes)}


def test_a_large_history_passes_where_histories_are_taken() -> None:
    assert send_body(HISTORY, [FORMS, FORMS])[0] == 200


@pytest.mark.parametrize("path", ["/panel/", "/panel/sign-in/", "/panel/s/shop/history/x/remove/"])
def test_other_pages_take_no_more_than_a_form(path: str) -> None:
    status, reader = send_body(path, [FORMS, 1])

    assert status == 413
    assert reader.taken == FORMS


def test_a_length_that_is_told_is_refused_before_anything_is_read() -> None:
    status, reader = send_body(HISTORY, [10], told=200_000_000)

    assert (status, reader.taken) == (413, 0)


def test_a_length_that_is_a_lie_is_found_out() -> None:
    assert send_body("/panel/", [FORMS, 10], told=10)[0] == 413


def send_too_much(path: str, client: Client, **headers: str) -> tuple[int, str]:
    """Send a form with a file of 60 MB to Django itself; return what its sender sees."""
    answers: list[Message] = []
    parts = _parts([20_000_000] * 3)
    cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
    told = {"host": "localhost", "accept": "text/html", "cookie": cookies, **headers}

    async def receive() -> Message:
        return next(parts)

    async def send(message: Message) -> None:
        answers.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
    # in this thread, whose database the test has filled
    async_to_sync(LimitedBodies(ASGIHandler(), largest_history=1))(scope, receive, send)  # type: ignore[arg-type]
    body = b"".join(each.get("body", b"") for each in answers)
    return int(answers[0]["status"]), body.decode()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let requests share the test's connection, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_who_sends_too_much_sees_a_page_that_leads_back_to_the_form(
    shop: HostedService, as_: Callable[[Role], Client]
) -> None:
    form = f"http://localhost{reverse('onboarding-content', args=(shop.slug,))}"

    status, page = send_too_much(
        f"/s/{shop.slug}/onboarding/content/", as_(Role.OWNER), referer=form
    )

    assert status == 413
    assert "more than the 25 MB" in page
    assert f'href="{form}"' in page
    assert reverse("versions", args=(shop.slug,)) in page  # among the pages of the service


@pytest.mark.usefixtures("one_connection")
def test_the_page_speaks_the_readers_language_and_leads_nowhere_else(
    shop: HostedService, as_: Callable[[Role], Client]
) -> None:
    elsewhere = {"referer": "https://evil.example/form", "accept-language": "ru"}

    status, page = send_too_much(f"/s/{shop.slug}/keys/", as_(Role.OWNER), **elsewhere)

    assert status == 413
    assert '<html lang="ru">' in page
    assert "evil.example" not in page


@pytest.mark.usefixtures("one_connection")
def test_a_program_that_sends_too_much_gets_plain_words(
    shop: HostedService, anybody: Client
) -> None:
    path = f"/api/{shop.slug}/content"

    status, words = send_too_much(path, anybody, accept="application/json")

    assert (status, words[:4]) == (413, "What")
