"""Server time of the panel's pages.

Every page that needs no more than the service in its address is asked for by a signed-in owner,
through all middleware but without a network.
"""

import statistics
import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from firstline.hosting.panel import panel_path

ROUNDS = 20
GOAL_MS = 150
ITEMS = ({"slug": "large", "template_id": "reply_0001"}, {"slug": "large", "topic_id": "topic_001"})


def measure_pages() -> Mapping[str, Any]:
    pages = dict(_pages())
    slowest = max(pages, key=lambda name: pages[name]["p95"])
    return {
        "goal_ms": GOAL_MS,
        "pages": pages,
        "slowest": slowest,
        "over_goal": [name for name, times in pages.items() if times["p95"] > GOAL_MS],
    }


def _pages() -> Iterator[tuple[str, Mapping[str, float]]]:
    from django.test import Client  # noqa: PLC0415

    from firstline.panel.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="owner@example.com"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for name, address in _addresses():
        first, status = _timed(client, address)
        if status == HTTPStatus.OK:
            times = sorted(_timed(client, address)[0] for _ in range(ROUNDS))
            p95 = times[int(0.95 * (len(times) - 1))]
            yield name, {"first": first, "p50": statistics.median(times), "p95": p95}


def _addresses() -> Iterator[tuple[str, str]]:
    """Every page of a service that can be opened by its name, and the editors of one item."""
    from django.urls import NoReverseMatch, get_resolver, reverse  # noqa: PLC0415

    names = sorted(name for name in get_resolver().reverse_dict if isinstance(name, str))
    for name in names:
        for kwargs in ({"slug": "large"}, *ITEMS):
            try:
                # the client asks the application itself, which is mounted at its path
                yield name, reverse(name, kwargs=kwargs).removeprefix(panel_path())
            except NoReverseMatch:
                continue
            break


def _timed(client: Any, address: str) -> tuple[float, int]:  # noqa: ANN401 - Django's client
    started = time.perf_counter()
    response = client.get(address)
    return (time.perf_counter() - started) * 1_000, response.status_code
