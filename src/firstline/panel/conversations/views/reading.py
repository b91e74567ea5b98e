"""The list of conversations, and one of them."""

from http import HTTPStatus
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.forms import NoteForm, ReplyForm
from firstline.panel.conversations.inbox import conversations_in, queue_named, queue_states
from firstline.panel.conversations.models import Conversation, Line
from firstline.panel.conversations.suggestions import suggestions_for
from firstline.panel.lists import page_of


@service_page(Permission.ANSWER)
def inbox(request: ServiceRequest) -> HttpResponse:
    """List a queue; the page asks again every few seconds, so that it is live."""
    queue, line = queue_named(request.GET), request.GET.get("line", "")
    found = conversations_in(request.service, queue, request.user, line)
    context = {
        "page": page_of(request, found),
        "states": queue_states(request.service, request.user, queue),
        "queue": queue,
        "line": line,
        "lines": Line.choices,
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "conversations/_list.html" if is_part else "conversations/list.html"
    return render(request, template, context)


@service_page(Permission.ANSWER)
def one(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    """Show a conversation; its live part is sent again only where something has changed."""
    conversation = conversation_of(request, conversation_id)
    if request.headers.get("HX-Request"):
        if request.GET.get("state") == state_of(conversation):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return render(request, "conversations/_thread.html", shown(conversation))
    return page(request, conversation, ReplyForm(initial=_chosen(request, conversation)))


def conversation_of(request: ServiceRequest, conversation_id: UUID) -> Conversation:
    found = request.service.conversations.select_related("taken_by", "service")
    return get_object_or_404(found, pk=conversation_id)


def state_of(conversation: Conversation) -> str:
    """Name what a page shows: another name means that there is something new."""
    newest = conversation.messages.order_by("-number").first()
    parts = (newest.number if newest else 0, conversation.status, conversation.taken_by_id)
    is_settled = newest is None or newest.settled_at is not None
    return "-".join(map(str, (*parts, conversation.line, int(is_settled))))


def shown(conversation: Conversation) -> dict[str, object]:
    messages = list(conversation.messages.select_related("by"))
    return {
        "conversation": conversation,
        "thread": messages,
        "seen": messages[-1].number if messages else 0,
        "state": state_of(conversation),
        "suggestions": suggestions_for(conversation),
        "key": uuid4().hex,
    }


def _chosen(request: ServiceRequest, conversation: Conversation) -> dict[str, object]:
    """Put the suggestion that an agent wants to edit into the reply."""
    wanted = request.GET.get("edit")
    replies = suggestions_for(conversation) if wanted else ()
    found = next((reply for reply in replies if reply.template_id == wanted), None)
    if found is None:
        return {}
    return {"text": found.text, "template": found.template_id, "topic": found.topic_id}


def page(
    request: ServiceRequest,
    conversation: Conversation,
    reply: ReplyForm,
    note: NoteForm | None = None,
    *,
    problem: str = "",
) -> HttpResponse:
    """Show the whole page; with what was typed, where it was not sent."""
    context = {**shown(conversation), "reply": reply, "note": note or NoteForm()}
    is_refused = reply.is_bound or note is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "conversations/one.html", {**context, "problem": problem}, status=status)
