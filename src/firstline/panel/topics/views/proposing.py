"""Between a form and the draft: show what a change does, save it when it is confirmed."""

from collections.abc import Iterator
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from firstline.panel.accounts.access import ServiceRequest
from firstline.panel.content.drafts import EditConflict, Edited, edited_content
from firstline.panel.topics.changes import Change
from firstline.panel.topics.saving import preview, save

OWN_FIELDS = {"csrfmiddlewaretoken", "confirmed", "seen"}


def propose(
    request: ServiceRequest, edited: Edited, change: Change, *, at_once: bool = False
) -> HttpResponse:
    """Ask for a confirmation, or save what was confirmed.

    The form is sent along, so that the change is made anew of whatever the draft holds by then.

    Args:
        request: the form that asks for the change.
        edited: what the change was made of.
        change: what would be saved.
        at_once: whether nobody needs to see the effect first.
    """
    found = preview(edited, change)
    if found.problems:
        return _confirmation(request, edited, change, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not (at_once or "confirmed" in request.POST):
        return _confirmation(request, edited, change)
    seen = request.POST.get("seen") or found.seen
    try:
        revisions = save(request.service, change, seen=seen, by=request.user)
    except EditConflict as conflict:
        words = _("%(by)s changed some of this in between. Here is what your change does now.")
        messages.warning(request, words % {"by": conflict.by})
        now = edited_content(request.service)
        return _confirmation(request, now, change, status=HTTPStatus.CONFLICT)
    messages.success(request, _("Saved in the draft."))
    return redirect(_address(request, change, [revision.pk for revision in revisions]))


def _confirmation(
    request: ServiceRequest, edited: Edited, change: Change, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "change": change,
        "preview": preview(edited, change),
        "fields": list(_fields(request.POST)),
        "back": change.shows if change.shows in edited.service.topics else None,
    }
    return render(request, "topics/confirm.html", context, status=status)


def _fields(form: QueryDict) -> Iterator[tuple[str, str]]:
    for name, values in form.lists():
        if name not in OWN_FIELDS:
            for value in values:
                yield name, str(value)


def _address(request: ServiceRequest, change: Change, revisions: list[int]) -> str:
    slug = request.service.slug
    if change.shows is None:
        address = reverse("topics", args=(slug,))
    else:
        address = reverse("topics-one", args=(slug, change.shows))
    return f"{address}?undo={'.'.join(map(str, revisions))}" if revisions else address
