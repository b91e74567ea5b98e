"""What is too large never reaches the disk."""

from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from firstline.panel.bodies import FORMS, LimitedBodies, Message, Receive, Send

HISTORY = "/panel/s/shop/history/"


class Reader:
    """Stands where Django is: takes the body in, and answers unless it breaks off."""

    def __init__(self) -> None:
        self.taken = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:  # noqa: ARG002
        while (message := await receive())["type"] != "http.disconnect":
            self.taken += len(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
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
