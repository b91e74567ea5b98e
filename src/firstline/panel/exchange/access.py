"""The way in for programs: a person's access token, with what this person may do."""

import json
from collections.abc import Callable, Mapping
from functools import update_wrapper
from http import HTTPStatus
from typing import Any, TypeAlias

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from firstline.domain.errors import FirstlineError, WorkspaceError
from firstline.panel.accounts.access import ServiceRequest, admit
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import EditConflict, NothingLive
from firstline.panel.exchange.applying import StaleFiles
from firstline.panel.keys.keys import person_with

ApiView: TypeAlias = Callable[[ServiceRequest], Mapping[str, Any]]


class BodyUnreadable(FirstlineError):
    """A body that is not the JSON object that is expected."""


def api_page(
    permission: Permission, *, to_change: Permission
) -> Callable[[ApiView], Callable[[HttpRequest, str], HttpResponseBase]]:
    """Let a view be reached by token alone: no session, so no form of another site can use it.

    What the view returns, and every refusal, is JSON.
    """

    def decorate(view: ApiView) -> Callable[[HttpRequest, str], HttpResponseBase]:
        def guarded(request: HttpRequest, slug: str) -> HttpResponseBase:
            user = person_with(_token(request))
            if user is None:
                return _refusal(NoToken())
            request.user = user
            needed = permission if request.method == "GET" else to_change
            return _answer(view, request, slug, needed)

        update_wrapper(guarded, view)
        guarded.needs, guarded.to_change = permission, to_change  # type: ignore[attr-defined]
        return csrf_exempt(login_not_required(guarded))

    return decorate


def _token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _answer(view: ApiView, request: HttpRequest, slug: str, needed: Permission) -> JsonResponse:
    try:
        admit(request, slug, needed)
        return JsonResponse(dict(view(request)))  # type: ignore[arg-type]  # admitted
    except (Http404, PermissionDenied, RequestDataTooBig, FirstlineError) as error:
        return _refusal(error)


class NoToken(FirstlineError):
    def __init__(self) -> None:
        super().__init__(
            "send an access token in the header Authorization: Bearer …; you make one in the "
            "panel, on the page Access tokens"
        )


# The first class that an error is an instance of counts.
STATUSES: Mapping[type[Exception], HTTPStatus] = {
    NoToken: HTTPStatus.UNAUTHORIZED,
    Http404: HTTPStatus.NOT_FOUND,
    PermissionDenied: HTTPStatus.FORBIDDEN,
    RequestDataTooBig: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    StaleFiles: HTTPStatus.CONFLICT,
    EditConflict: HTTPStatus.CONFLICT,
    NothingLive: HTTPStatus.CONFLICT,
    FirstlineError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
WORDS: Mapping[type[Exception], str] = {
    Http404: "there is no such service, or you are no member of it",
    PermissionDenied: "your role in this service does not allow this",
    RequestDataTooBig: "the files are larger than 5 MB together",
    WorkspaceError: "the files have problems",
}
"""Where the error's own text is not for people, or stands in the problems."""


def _refusal(error: Exception) -> JsonResponse:
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    problems = error.problems if isinstance(error, WorkspaceError) else ()
    told = [{"file": p.file, "line": p.line, "message": p.message} for p in problems]
    message = WORDS.get(type(error), str(error))
    return JsonResponse({"error": {"message": message, "problems": told}}, status=status)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """Read the body.

    Raises:
        BodyUnreadable: it is no JSON object.
    """
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable("the body is not JSON") from error
    if not isinstance(body, dict):
        raise BodyUnreadable("the body must be a JSON object")
    return body
