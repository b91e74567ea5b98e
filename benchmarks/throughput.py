"""How many inquiries a second the service answers on 2 cores, and how long they take.

The load comes from this machine too, so it takes its share of the same two cores; the
client is a bare asyncio socket to keep that share small.
"""

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from pydantic_core import to_json

from firstline.inference.encoders import load_encoder
from firstline.inference.registry import MINILM
from firstline.learning.corpus import read_history, split
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import SETTINGS
from firstline.learning.training import train, write
from firstline.release.store import ReleaseStore
from firstline.workspace import load_labelled, load_service

CORES = 2
SECONDS = 8
CONNECTIONS = 8
PORT = 8790
SERVICE = Path("examples/rides")
HISTORY = Path("var/rides/history.csv")
ENCODER = MINILM.name


def measure() -> Mapping[str, Any]:
    """Alternate encoder and service, since the machine's speed drifts."""
    with tempfile.TemporaryDirectory() as scratch:
        bodies = _prepare(Path(scratch))
        texts = [json.loads(body)["text"] for body in bodies]
        with _service(Path(scratch)):
            asyncio.run(_load(bodies, seconds=2, rate=None))  # warm
            encoder = [_encoder_rate(texts)]
            closed = asyncio.run(_load(bodies, seconds=SECONDS, rate=None))
            encoder.append(_encoder_rate(texts))
            capacity = statistics.mean(encoder)
            pace = 0.6 * len(closed) / SECONDS
            paced = asyncio.run(_load(bodies, seconds=SECONDS, rate=pace))
            entry = _cpu_milliseconds(bodies)
    return {
        "cores": CORES,
        "encoder_texts_per_second": capacity,
        "answers_per_second": len(closed) / SECONDS,
        "share_of_encoder": len(closed) / SECONDS / capacity,
        "cpu_milliseconds_per_answer": entry,
        "paced_at": pace,
        "milliseconds_paced": _quantiles(paced),
        "milliseconds_at_full_load": _quantiles(closed),
    }


def _prepare(scratch: Path) -> list[bytes]:
    """Publish rides on the English encoder; write the hand-written English messages as requests."""
    service = replace(load_service(SERVICE), encoder=ENCODER)
    splits = split(read_history(HISTORY, service))
    encoder = RememberingEncoder(load_encoder(ENCODER, sessions=CORES))
    trained = train(service, splits, encoder, settings=SETTINGS[:1])
    ReleaseStore(scratch).publish(write(trained, scratch), at=datetime.now(UTC))
    inquiries = [case.inquiry for case in load_labelled(SERVICE / "test_cases.yaml", service)]
    return [
        to_json({"text": inquiry.text, "facts": inquiry.facts, "received_at": inquiry.received_at})
        for inquiry in inquiries
        if inquiry.text.isascii()
    ]


def _encoder_rate(texts: Sequence[str]) -> float:
    """Texts a second of two 1-thread sessions, each text alone."""
    encoder = load_encoder(ENCODER, sessions=CORES)

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
def _service(scratch: Path) -> Iterator[None]:
    environment = os.environ | {
        "FIRSTLINE_STORE": str(scratch),
        "FIRSTLINE_JOURNAL": str(scratch / "journal.sqlite3"),
        "FIRSTLINE_PORT": str(PORT),
        "FIRSTLINE_ALLOW_ANONYMOUS": "true",
        "FIRSTLINE_SESSIONS": str(CORES),
    }
    command = [str(Path(sys.executable).parent / "firstline"), "serve"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as service:
        try:
            asyncio.run(_until_ready())
            yield
        finally:
            service.terminate()


def _cpu_milliseconds(bodies: Sequence[bytes]) -> float:
    """Processor time of the service alone for one answer, from its own metrics."""
    before = _process_seconds()
    answers = asyncio.run(_load(bodies, seconds=SECONDS / 2, rate=None))
    return (_process_seconds() - before) / len(answers) * 1_000


def _process_seconds() -> float:
    metrics = httpx2.get(f"http://127.0.0.1:{PORT}/metrics").text
    found = re.search(r"^process_cpu_seconds_total (\S+)", metrics, re.MULTILINE)
    if found is None:
        raise RuntimeError("the service reports no processor time")
    return float(found[1])


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


async def _load(bodies: Sequence[bytes], *, seconds: float, rate: float | None) -> list[float]:
    """Seconds of every answer; with a rate, counted from when each was due."""
    start = time.perf_counter()
    tasks = (_customer(bodies, start, seconds, number, rate) for number in range(CONNECTIONS))
    return [value for values in await asyncio.gather(*tasks) for value in values]


async def _customer(
    bodies: Sequence[bytes], start: float, seconds: float, first: int, rate: float | None
) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
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
