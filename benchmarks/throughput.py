"""How many inquiries a second the service answers on 2 cores, and how long they take.

The load comes from this machine too, so it takes its share of the same two cores; the
client is a bare asyncio socket to keep that share small.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from firstline.inference.encoders import load_encoder
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore

CORES = 2
SECONDS = 8
CONNECTIONS = 8
PORT = 8790
STORE = Path("var/rides/releases")


def measure() -> Mapping[str, Any]:
    """Alternate encoder and service, since the machine's speed drifts."""
    bodies = _bodies()
    texts = [json.loads(body)["text"] for body in bodies]
    with _service() as url_port:
        asyncio.run(_load(url_port, bodies, seconds=2, rate=None))  # warm
        encoder = [_encoder_rate(texts)]
        closed = asyncio.run(_load(url_port, bodies, seconds=SECONDS, rate=None))
        encoder.append(_encoder_rate(texts))
        capacity = statistics.mean(encoder)
        paced = asyncio.run(_load(url_port, bodies, seconds=SECONDS, rate=0.6 * capacity))
    return {
        "cores": CORES,
        "encoder_texts_per_second": capacity,
        "answers_per_second": len(closed) / SECONDS,
        "share_of_encoder": len(closed) / SECONDS / capacity,
        "paced_at": 0.6 * capacity,
        "milliseconds_at_60_percent": _quantiles(paced),
        "milliseconds_at_full_load": _quantiles(closed),
    }


def _bodies() -> list[bytes]:
    live = ReleaseStore(STORE).live() or ""
    examples = read_release(STORE / live).examples
    return [
        json.dumps({"text": message, "facts": dict(customer.facts)}).encode()
        for customer in examples
        if customer.language == "en"
        for message in customer.messages
    ]


def _encoder_rate(texts: Sequence[str]) -> float:
    """Texts a second of two 1-thread sessions, each text alone."""
    encoder = load_encoder("all-MiniLM-L6-v2", sessions=CORES)

    def work(_: int) -> int:
        done = 0
        while time.perf_counter() < stop:
            encoder.encode([texts[done % len(texts)]])
            done += 1
        return done

    encoder.encode(texts)
    stop = time.perf_counter() + SECONDS / 2
    with ThreadPoolExecutor(CORES) as pool:
        return sum(pool.map(work, range(CORES))) / (SECONDS / 2)


@contextmanager
def _service() -> Iterator[int]:
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {
            "FIRSTLINE_STORE": str(STORE),
            "FIRSTLINE_JOURNAL": f"{scratch}/journal.sqlite3",
            "FIRSTLINE_PORT": str(PORT),
            "FIRSTLINE_ALLOW_ANONYMOUS": "true",
            "FIRSTLINE_SESSIONS": str(CORES),
        }
        command = [str(Path(sys.executable).parent / "firstline"), "serve"]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as service:
            try:
                asyncio.run(_until_ready())
                yield PORT
            finally:
                service.terminate()


async def _until_ready() -> None:
    for _ in range(300):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            if b" 200 " in await reader.readline():
                return
        except OSError:
            pass
        await asyncio.sleep(0.1)
    raise RuntimeError("the service did not become ready")


async def _load(
    port: int, bodies: Sequence[bytes], *, seconds: float, rate: float | None
) -> list[float]:
    """Seconds of every answer; with a rate, counted from when each was due."""
    start = time.perf_counter()
    tasks = (_customer(port, bodies, start, seconds, number, rate) for number in range(CONNECTIONS))
    return [value for values in await asyncio.gather(*tasks) for value in values]


async def _customer(
    port: int, bodies: Sequence[bytes], start: float, seconds: float, first: int, rate: float | None
) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken: list[float] = []
    number = first
    while (due := _due(start, number, rate)) < start + seconds:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        began = due if rate else time.perf_counter()
        writer.write(_request(bodies[number % len(bodies)]))
        await _response(reader)
        taken.append(time.perf_counter() - began)
        number += CONNECTIONS
    writer.close()
    return taken


def _due(start: float, number: int, rate: float | None) -> float:
    return start + number / rate if rate else time.perf_counter()


def _request(body: bytes) -> bytes:
    return (
        b"POST /v1/answer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body)
    ) + body


async def _response(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-len"))
    await reader.readexactly(int(length.split(b":")[1]))


def _quantiles(seconds: Sequence[float]) -> Mapping[str, float]:
    ordered = sorted(value * 1_000 for value in seconds)
    return {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[int(len(ordered) * 0.99)],
        "count": len(ordered),
    }
