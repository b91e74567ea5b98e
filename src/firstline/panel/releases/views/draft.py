"""The draft: what it changes, what that would have done, and how far it is."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from firstline.domain.impacts import TopicTally
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import NothingLive, edited_content, open_draft
from firstline.panel.lists import sorted_by
from firstline.panel.releases.candidates import ask_for_candidate, draft_mark
from firstline.panel.releases.clashes import clashes_of
from firstline.panel.releases.moving import heal
from firstline.panel.releases.prepared import COUNTED, JUDGED, PERIODS
from firstline.panel.releases.shown import State, other_problems, shown_items, state_of


@service_page(Permission.READ)
def draft(request: ServiceRequest) -> HttpResponse:
    return draft_page(request)


def draft_page(request: ServiceRequest, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    heal(request.service)
    try:
        state = _state(request)
    except NothingLive:
        return render(request, "releases/nothing_live.html")
    context = {
        "state": state,
        "tallies": _tallies(request, state),
        "items": shown_items(state.edited),
        "other_problems": other_problems(state.edited),
        "clashes": clashes_of(state.edited),
        "draft": open_draft(request.service),
    }
    return render(request, "releases/publish.html", context, status=status)


@service_page(Permission.READ)
def progress(request: ServiceRequest) -> HttpResponse:
    """Show how far the checking is; the page asks for it until it is over."""
    return _fragment(request)


@service_page(Permission.READ)
def moved(request: ServiceRequest) -> HttpResponse:
    """Say whether the draft is still what a page shows, which asks now and then."""
    if draft_mark(edited_content(request.service)) == request.GET.get("mark"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "releases/_moved.html")


@service_page(Permission.READ, to_change=Permission.PROPOSE)
@require_POST
def check(request: ServiceRequest) -> HttpResponse:
    """Have the draft checked as it is now."""
    ask_for_candidate(request.service, edited_content(request.service), by=request.user)
    if request.headers.get("HX-Request"):
        return _fragment(request)
    return redirect("publish", slug=request.service.slug)


def _fragment(request: ServiceRequest) -> HttpResponse:
    """Give the part of the page that grows while the draft is checked."""
    state = _state(request)
    context = {"state": state, "tallies": _tallies(request, state), "is_fragment": True}
    return render(request, "releases/_state.html", context)


def _state(request: ServiceRequest) -> State:
    edited = edited_content(request.service)
    return state_of(request.service, edited, request.user, days=days_of(request))


def _tallies(request: HttpRequest, state: State) -> Sequence[TopicTally]:
    """Sort what becomes of topics as the address says; most changed first if it says nothing."""
    if not (state.outlook and state.outlook.impact):
        return ()
    names = state.topic_names
    orders: Mapping[str, Callable[[TopicTally], Any]] = {
        "most": lambda _: 0,  # as it was computed
        "topic": lambda tally: names.get(tally.topic_id or "", tally.topic_id or "").casefold(),
        **{kind: attrgetter(kind) for kind in COUNTED},
    }
    return sorted_by(request, state.outlook.impact.topics, orders)


def days_of(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in map(str, PERIODS) else JUDGED
