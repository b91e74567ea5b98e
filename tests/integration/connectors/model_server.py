"""A small server that speaks OpenAI's interface, on loopback, and fails where it is told to."""

import asyncio
import socket
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "sk-a-key-that-nobody-may-see"
COURSE = ("validating_files", "queued", "running", "succeeded")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0
    is_done_first: bool = False
    """Whether the server does what it was asked before it fails."""


def refusal(status: int, message: str, **headers: str) -> Fault:
    body = JSONResponse({"error": {"message": message, "type": "some_error"}}).body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status=status, body=bytes(body), headers=named)


@dataclass
class ModelServer:
    base_url: str = ""
    course: tuple[str, ...] = COURSE
    """The states of a job; it takes one step each time somebody asks."""
    draft: str = "We are sorry."
    finish_reason: str = "stop"
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)
    """Every request, as `POST /v1/files`."""
    completions: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def forget(self) -> None:
        """Be as new."""
        vars(self).update(vars(ModelServer(base_url=self.base_url)))

    def fail(self, request: str, *faults: Fault) -> None:
        """Let the next requests of this kind fail, in this order."""
        self.faults[request].extend(faults)

    async def handle(self, request: Request) -> Response:
        asked = f"{request.method} {request.url.path}"
        self.asked.append(asked)
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _refused(401, f"Incorrect API key: {request.headers.get('authorization')}")
        fault = self.faults[asked].popleft() if self.faults[asked] else None
        if fault is None or fault.is_done_first:
            response = await self._answer(request)
        if fault is None:
            return response
        await asyncio.sleep(fault.after_s)
        return Response(fault.body, fault.status, fault.headers)

    async def _answer(self, request: Request) -> Response:  # noqa: PLR0911 - one per page
        match request.method, request.url.path.removeprefix("/v1/").split("/"):
            case "POST", ["files"]:
                return await self._take_file(request)
            case "GET", ["files", file_id]:
                return _found(self.files.get(file_id))
            case "POST", ["fine_tuning", "jobs"]:
                return self._start(await request.json())
            case "GET", ["fine_tuning", "jobs"]:
                return JSONResponse({"data": [*reversed(self.jobs.values())], "has_more": False})
            case "GET", ["fine_tuning", "jobs", job_id]:
                return _found(self._advanced(job_id))
            case "GET", ["fine_tuning", "jobs", job_id, "events"]:
                return self._events_page(job_id, request.query_params)
            case "POST", ["chat", "completions"]:
                return self._complete(await request.json())
        return _refused(404, "no such page")

    async def _take_file(self, request: Request) -> Response:
        async with request.form() as form:
            part, purpose = form["file"], form["purpose"]
            assert not isinstance(part, str)
            content = await part.read()
        if purpose != "fine-tune":
            return _refused(400, "the purpose must be fine-tune")
        file_id = f"file-{len(self.files) + 1}"
        self.contents[file_id] = content
        self.files[file_id] = {"id": file_id, "object": "file", "status": "processed"}
        return JSONResponse(self.files[file_id])

    def _start(self, body: dict[str, Any]) -> Response:
        if body["training_file"] not in self.files:
            return _refused(400, f"No such File object: {body['training_file']}")
        job_id = f"ftjob-{len(self.jobs) + 1}"
        asked = {"validation_file": None, **body}
        self.jobs[job_id] = {**asked, "id": job_id, "status": self.course[0], "step": 0}
        return JSONResponse(self.jobs[job_id])

    def _advanced(self, job_id: str) -> dict[str, Any] | None:
        job = self.jobs.get(job_id)
        if job is None:
            return None
        job["step"] = min(job["step"] + 1, len(self.course) - 1)
        job["status"] = self.course[job["step"]]
        number = len(self.events[job_id]) + 1
        event = {"id": f"ev-{number}", "level": "info", "message": f"step {number}"}
        self.events[job_id].append(event)
        if job["status"] == "succeeded":
            job |= {"fine_tuned_model": f"ft:{job['model']}:{job_id}", "trained_tokens": 1234}
        if job["status"] == "failed":
            job |= {"error": {"code": "bad_data", "message": "the examples are all alike"}}
        return job

    def _events_page(self, job_id: str, query: Any) -> Response:  # noqa: ANN401 - of Starlette
        newest_first = [*reversed(self.events[job_id])]
        ids = [event["id"] for event in newest_first]
        start = ids.index(query["after"]) + 1 if "after" in query else 0
        page = newest_first[start : start + 2]
        return JSONResponse({"data": page, "has_more": start + 2 < len(newest_first)})

    def _complete(self, body: dict[str, Any]) -> Response:
        self.completions.append(body)
        message = {"role": "assistant", "content": self.draft}
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        return JSONResponse({"id": "c1", "model": body["model"], "choices": [choice]})


def _found(thing: dict[str, Any] | None) -> Response:
    return JSONResponse(thing) if thing else _refused(404, "there is no such thing")


def _refused(status: int, message: str) -> Response:
    return JSONResponse({"error": {"message": message, "code": None}}, status)


@contextmanager
def running_model_server() -> Iterator[ModelServer]:
    """Serve from a thread of this process."""
    server = ModelServer()
    routes = [Route("/{path:path}", server.handle, methods=["GET", "POST"])]
    config = uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off")
    uvicorn_server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield server
        finally:
            uvicorn_server.should_exit = True
            thread.join()
