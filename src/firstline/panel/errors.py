"""Errors for people, as pages: what is wrong and what to do."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import admit
from firstline.panel.accounts.roles import Permission
from firstline.panel.bodies import TOO_LARGE


class ClearErrors:
    """Show what a `FirstlineError` says; bugs are logged and look like a broken page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, FirstlineError):
            return None
        return error_page(
            request, HTTPStatus.UNPROCESSABLE_ENTITY, _("This did not work"), str(error)
        )


class RefusedBodies:
    """Say on a page that what was sent is too large, in the place of the page it was sent to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 - Django's
        args: Sequence[object],  # noqa: ARG002 - Django's
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        limit = getattr(request, "scope", {}).get(TOO_LARGE)
        if limit is None:
            return None
        if "slug" in kwargs:  # a member sees the page among those of the service
            with suppress(Http404, PermissionDenied):
                admit(request, str(kwargs["slug"]), Permission.READ)
        return _too_large(request, limit)


def _too_large(request: HttpRequest, limit: int) -> HttpResponse:
    words = _(
        "What you sent is more than the %(limit)s MB that may be sent here. Nothing of it was "
        "kept. Go back and choose smaller files."
    ) % {"limit": limit // 1_000_000}
    if not request.accepts("text/html"):
        response = HttpResponse(words, content_type="text/plain; charset=utf-8", status=413)
    else:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        response = error_page(request, status, _("Too large"), words, back=_came_from(request))
    response["Connection"] = "close"  # some of the body may be unread
    return response


def _came_from(request: HttpRequest) -> str:
    """The page whose form was sent, if the browser says so and it is one of ours."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else ""


def error_page(
    request: HttpRequest, status: HTTPStatus, title: str, words: str, *, back: str = ""
) -> HttpResponse:
    context = {"title": title, "words": words, "back": back}
    return render(request, "error.html", context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    words = _("There is no such page, or you are no member of its service. Ask an owner of it.")
    return error_page(request, HTTPStatus.NOT_FOUND, _("Nothing here"), words)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    words = _("Your role in this service does not allow this. An owner can change your role.")
    return error_page(request, HTTPStatus.FORBIDDEN, _("Not yours to do"), words)


def broken(request: HttpRequest) -> HttpResponse:
    words = _("This is a fault of Firstline. Nothing was changed. The log has the details.")
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Something broke"), words)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    words = _(
        "This form is too old, or your browser refuses cookies. Go back, reload the page and try "
        "again; what you typed is still there."
    )
    return error_page(request, HTTPStatus.FORBIDDEN, _("Please try again"), words)
