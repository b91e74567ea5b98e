"""Training files: checked here, uploaded once."""

import hashlib
import json
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx2
from pydantic import TypeAdapter

from firstline.connectors.openai_compatible.connections import Connection
from firstline.connectors.openai_compatible.errors import ServerRefused, TuningFileBroken

PURPOSE = "fine-tune"


@dataclass(frozen=True, slots=True, kw_only=True)
class TuningFile:
    """A local file in the chat format."""

    path: Path
    sha256: str
    examples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    name: str
    sha256: str
    examples: int
    file_id: str
    """The server's id of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    id: str
    status: str = ""


_FILE = TypeAdapter(_File)
_GONE = {"expired", "deleted", "error"}


def read_tuning_file(path: Path) -> TuningFile:
    """Check that every line is an example of a conversation that ends with the assistant.

    Raises:
        TuningFileBroken: one is not, or the file cannot be read.
    """
    digest, examples = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            for examples, line in enumerate(file, start=1):
                digest.update(line)
                _check(line, f"{path.name}:{examples}")
    except OSError as error:
        raise TuningFileBroken(f"{path} cannot be read: {error.strerror}") from error
    if not examples:
        raise TuningFileBroken(f"{path} is empty; make one with `firstline export`")
    return TuningFile(path=path, sha256=digest.hexdigest(), examples=examples)


def _check(line: bytes, place: str) -> None:
    try:
        roles = [message["role"] for message in json.loads(line)["messages"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TuningFileBroken(
            f'{place}: this is no example such as {{"messages": [{{"role": …, "content": …}}]}}'
        ) from error
    if roles[-1:] != ["assistant"]:
        raise TuningFileBroken(f"{place}: the last message is not the assistant's")


def is_still_there(connection: Connection, uploaded: UploadedFile) -> bool:
    """Ask whether the server still has a file; some delete them after days.

    Raises:
        LanguageModelError: the server does not say.
    """
    try:
        found = connection.get(f"files/{uploaded.file_id}", _FILE)
    except ServerRefused as refusal:
        if refusal.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            return False
        raise
    return found.status not in _GONE


def upload(connection: Connection, file: TuningFile) -> UploadedFile:
    """Send a file; a try that got lost leaves at most a file that nobody uses.

    Raises:
        LanguageModelError: the server did not take it.
        TuningFileBroken: it cannot be read any more.
    """
    url = connection.server.url("files")

    def send(client: httpx2.Client) -> httpx2.Response:
        with file.path.open("rb") as content:
            parts = {"file": (file.path.name, content, "application/jsonl")}
            return client.post(url, data={"purpose": PURPOSE}, files=parts)

    try:
        found = connection.read(send, _FILE)
    except OSError as error:
        raise TuningFileBroken(f"{file.path} cannot be read: {error.strerror}") from error
    return UploadedFile(
        name=file.path.name, sha256=file.sha256, examples=file.examples, file_id=found.id
    )
