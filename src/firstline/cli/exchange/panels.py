"""A service of a panel as a program sees it: its content, and edits of it."""

import ipaddress
import os
from collections.abc import Mapping
from http import HTTPStatus

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from firstline.domain.errors import FirstlineError, Problem, WorkspaceError

TOKEN = "FIRSTLINE_PANEL_TOKEN"  # noqa: S105 - the name of the variable
TIMEOUT_S = 60.0  # checking 1,500 templates takes some seconds on a busy machine


class PanelError(FirstlineError):
    """A panel that cannot be reached, or that refuses."""


class PanelConflict(PanelError):
    """The content was changed by somebody else in between."""


class Content(BaseModel):
    """What a panel gives away."""

    model_config = ConfigDict(frozen=True)

    release: str
    is_draft: bool
    mark: str
    files: dict[str, str]
    problems: tuple[str, ...] = ()


class Applied(BaseModel):
    model_config = ConfigDict(frozen=True)

    changed: tuple[str, ...]
    mark: str


class Panel:
    """One service of a panel.

    Args:
        address: of the panel, such as `https://desk.example/panel`.
        service: the service's slug.
        token: of the person who asks.

    Raises:
        PanelError: there is no token, or it would travel in the clear.
    """

    def __init__(self, address: str, service: str, token: str) -> None:
        if not token:
            raise PanelError(f"set {TOKEN} to an access token; the panel makes one for you")
        url = _checked(address)
        self._url = f"{str(url).rstrip('/')}/api/{service}/content"
        self._headers = {"authorization": f"Bearer {token}"}

    def content(self) -> Content:
        return Content.model_validate_json(self._ask("GET").content)

    def apply(self, files: Mapping[str, str], *, mark: str) -> Applied:
        """Put edited files into the draft.

        Raises:
            WorkspaceError: with every problem that the panel found in them.
            PanelConflict: they were made of other content than there is now.
        """
        answer = self._ask("PUT", {"files": dict(files), "mark": mark})
        return Applied.model_validate_json(answer.content)

    def _ask(self, method: str, body: object = None) -> httpx2.Response:
        try:
            answer = httpx2.request(
                method, self._url, json=body, headers=self._headers, timeout=TIMEOUT_S
            )
        except (httpx2.TransportError, httpx2.InvalidURL) as error:
            raise PanelError(f"{self._url} did not answer ({error})") from error
        if not answer.is_success:
            raise _refusal(answer)
        return answer


def panel_of(address: str, service: str) -> Panel:
    return Panel(address, service, os.environ.get(TOKEN, ""))


def _checked(address: str) -> httpx2.URL:
    try:
        url = httpx2.URL(address)
    except httpx2.InvalidURL as error:
        raise PanelError(f"`{address[:80]}` is no address ({error})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise PanelError(f"`{address[:80]}` is no address; write https://host/panel")
    if url.scheme == "http" and not _is_here(url.host):
        raise PanelError(f"over {url.host} the token would travel in the clear; take https://")
    return url


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Error(BaseModel):
    message: str
    problems: tuple[Mapping[str, str | int], ...] = ()


class _Refusal(BaseModel):
    error: _Error


def _refusal(answer: httpx2.Response) -> FirstlineError:
    try:
        error = _Refusal.model_validate_json(answer.content).error
    except ValidationError:
        return PanelError(
            f"{answer.request.url} answered {answer.status_code}; is it the address of a panel?"
        )
    if error.problems:
        return WorkspaceError(tuple(map(_problem, error.problems)))
    if answer.status_code == HTTPStatus.CONFLICT:
        return PanelConflict(error.message)
    return PanelError(error.message)


def _problem(told: Mapping[str, str | int]) -> Problem:
    return Problem(file=str(told["file"]), line=int(told["line"]), message=str(told["message"]))
