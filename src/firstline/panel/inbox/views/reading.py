"""The inbox: a list, and beside it the conversation that is open."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.canned.filling import canned_for
from firstline.panel.conversations.models import Conversation
from firstline.panel.inbox.commands import COMMANDS
from firstline.panel.inbox.forms import NoteForm, ReplyForm
from firstline.panel.inbox.holding import send_if_due
from firstline.panel.inbox.panes import introduction, list_pane, thread_pane, thread_state
from firstline.panel.inbox.suggestions import offered_for

UNCHANGED = HTTPStatus.NO_CONTENT
"""htmx then leaves the page as it is: focus, scrolling and what is typed stay."""


@service_page(Permission.ANSWER)
def inbox(request: ServiceRequest) -> HttpResponse:
    """List a queue; the page asks again every few seconds, and gets only what is new."""
    pane = list_pane(request, _open_id(request))
    if not request.headers.get("HX-Request"):
        return render(request, "inbox/list.html", {**pane, "commands": COMMANDS})
    if request.GET.get("state") == pane["list_state"]:
        return HttpResponse(status=UNCHANGED)
    return render(request, "inbox/_list.html", pane)


def _open_id(request: ServiceRequest) -> UUID | None:
    """Read which conversation stands beside the list, to mark it there."""
    try:
        return UUID(request.GET.get("open", ""))
    except ValueError:
        return None


@service_page(Permission.ANSWER)
def one(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    """Show a conversation; its live part is sent again only where something has changed."""
    now = timezone.now()
    send_if_due(conversation_id, now=now)
    conversation = conversation_of(request, conversation_id)
    if not request.headers.get("HX-Request"):
        return page(request, conversation, ReplyForm(initial=_begun(request, conversation)))
    if request.GET.get("state") == thread_state(conversation, request.user, now=now):
        return HttpResponse(status=UNCHANGED)
    return render(request, "inbox/_live.html", thread_pane(request, conversation))


def conversation_of(request: ServiceRequest, conversation_id: UUID) -> Conversation:
    found = request.service.conversations.select_related("taken_by", "service")
    return get_object_or_404(found, pk=conversation_id)


def _begun(request: ServiceRequest, conversation: Conversation) -> dict[str, object]:
    """Put into the reply what was taken back, or the suggestion that an agent wants to edit."""
    taken_back: dict[str, object] = request.session.pop(f"reply {conversation.pk}", {})
    wanted = request.GET.get("edit")
    if taken_back or not wanted:
        return taken_back
    found = next((one for one in offered_for(conversation) if one.template_id == wanted), None)
    return {"text": found.text, "template": found.template_id} if found else {}


def page(
    request: ServiceRequest,
    conversation: Conversation,
    reply: ReplyForm,
    note: NoteForm | None = None,
    *,
    problem: str = "",
) -> HttpResponse:
    """Show the whole page; with what was typed, where it was not sent."""
    context = {
        **list_pane(request, conversation.pk),
        **thread_pane(request, conversation),
        "reply": reply,
        "note": note or NoteForm(),
        "introduction": introduction(conversation, request.user),
        "canned": list(canned_for(request.service, conversation.facts, conversation.language)),
        "commands": COMMANDS,
        "problem": problem,
    }
    is_refused = reply.is_bound or note is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "inbox/one.html", context, status=status)
