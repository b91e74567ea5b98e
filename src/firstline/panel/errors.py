"""Errors for people, as pages: what is wrong and what to do."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError


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


def error_page(request: HttpRequest, status: HTTPStatus, title: str, words: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "words": words}, status=status)


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
