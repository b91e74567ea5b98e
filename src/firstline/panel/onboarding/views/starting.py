"""A new service: its name and its content."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError, Problem, WorkspaceError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Permission
from firstline.panel.onboarding.contents import (
    FILES,
    NEEDED,
    brought_files,
    check_files,
    example_files,
)
from firstline.panel.onboarding.examples import bring_example
from firstline.panel.onboarding.models import Onboarding, Step
from firstline.panel.onboarding.starting import NewService, give_up, replace_files, start
from firstline.panel.onboarding.steps import address_of, render_step, unfinished

EXAMPLE, UPLOAD = "example", "files"


def new(request: HttpRequest) -> HttpResponse:
    """Ask for a name and content; a service is made once both are right."""
    user = request.user
    if not (isinstance(user, User) and user.may_make_services):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request)
    title = request.POST.get("title", "").strip()
    if not title:
        return _form(request, error=_("Give the service a name."))
    is_example, uploaded = request.POST.get("content") == EXAMPLE, request.FILES.getlist("files")
    if is_example and uploaded:
        return _form(request, error=_which_of_both(), content=UPLOAD)
    try:
        files = check_files(example_files() if is_example else brought_files(uploaded))
        onboarding = start(NewService(title=title[:100], files=files), by=user)
    except WorkspaceError as error:
        return _form(request, problems=error.problems)
    except FirstlineError as error:
        return _form(request, error=str(error))
    if is_example:
        bring_example(onboarding, by=user)
    return redirect("onboarding", slug=onboarding.service.slug)


def _which_of_both() -> str:
    return _(
        "You chose files, but “the example” was selected, so nothing was made. For your own "
        "service choose the files again; for the example select it and choose none."
    )


def _form(
    request: HttpRequest,
    *,
    error: str = "",
    problems: Sequence[Problem] = (),
    content: str = "",
) -> HttpResponse:
    context = {
        "title": request.POST.get("title", ""),
        "content": content or request.POST.get("content", EXAMPLE),
        "error": error,
        **_about_files(problems),
    }
    failed = bool(error or problems)
    return render(request, "onboarding/new.html", context, status=422 if failed else 200)


def _about_files(problems: Sequence[Problem]) -> dict[str, Any]:
    return {"problems": problems, "needed": NEEDED, "files": FILES}


@service_page(Permission.READ)
def onboarding(request: ServiceRequest) -> HttpResponse:
    """Go to the step that is next."""
    found = unfinished(request)
    if found is None:
        return redirect("templates", slug=request.service.slug)
    return redirect(address_of(found, found.history, found.step))


@service_page(Permission.TRAIN, to_change=Permission.MANAGE)
def content(request: ServiceRequest) -> HttpResponse:
    """Show the files that were brought, and take others in their place."""
    found = unfinished(request)
    if found is None:
        return redirect("templates", slug=request.service.slug)
    if request.method != "POST":
        return _content_page(request, found)
    try:
        files = check_files(brought_files(request.FILES.getlist("files")))
        replace_files(found, files, by=request.user)
    except WorkspaceError as error:
        return _content_page(request, found, problems=error.problems)
    return redirect("onboarding", slug=request.service.slug)


def _content_page(
    request: ServiceRequest, found: Onboarding, *, problems: Sequence[Problem] = ()
) -> HttpResponse:
    context = {"brought": found.files, **_about_files(problems)}
    status = 422 if problems else 200
    return render_step(
        request, "onboarding/content.html", context, step=Step.CONTENT, status=status
    )


@service_page(Permission.MANAGE)
def stop(request: ServiceRequest) -> HttpResponse:
    """Give the onboarding up, once the person has said so twice."""
    found = unfinished(request)
    if found is None:
        return redirect("templates", slug=request.service.slug)
    if request.method == "POST":
        give_up(found, by=request.user)
        return redirect("home")
    return render_step(request, "onboarding/give_up.html", {}, step=found.step)
