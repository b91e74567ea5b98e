"""What agents do: each is one form of a conversation's page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.agents import (
    give_back,
    note,
    resolve,
    say,
    take,
    take_over,
)
from firstline.panel.conversations.forms import NoteForm, ReplyForm
from firstline.panel.conversations.models import Conversation
from firstline.panel.conversations.views.reading import conversation_of, page


@require_POST
@service_page(Permission.ANSWER)
def say_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    """Send a reply; what is not sent stays in its box, beside why."""
    conversation = conversation_of(request, conversation_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, conversation, form)
    try:
        say(conversation.pk, form.said, by=request.user, now=timezone.now())
    except FirstlineError as refusal:
        return page(request, conversation, form, problem=str(refusal))
    return _back(conversation)


@require_POST
@service_page(Permission.ANSWER)
def note_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation, form = conversation_of(request, conversation_id), NoteForm(request.POST)
    if not form.is_valid():
        return page(request, conversation, ReplyForm(), form)
    note(conversation.pk, form.cleaned_data["note"], by=request.user, now=timezone.now())
    return _back(conversation)


@require_POST
@service_page(Permission.ANSWER)
def take_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    return _do(request, conversation_id, lambda pk: take(pk, by=request.user))


@require_POST
@service_page(Permission.ANSWER)
def take_it_over(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    return _do(request, conversation_id, lambda pk: take_over(pk, by=request.user))


@require_POST
@service_page(Permission.ANSWER)
def resolve_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    def do(pk: UUID) -> None:
        resolve(pk, by=request.user, now=timezone.now())
        messages.success(request, _("Resolved. If the customer writes again, a person answers."))

    return _do(request, conversation_id, do)


@require_POST
@service_page(Permission.ANSWER)
def give_it_back(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    return _do(request, conversation_id, lambda pk: give_back(pk, by=request.user))


def _do(request: ServiceRequest, conversation_id: UUID, do: Callable[[UUID], None]) -> HttpResponse:
    """Do it and show the conversation; why it was refused stands above it."""
    conversation = conversation_of(request, conversation_id)
    try:
        do(conversation.pk)
    except FirstlineError as refusal:
        messages.warning(request, str(refusal))
    return _back(conversation)


def _back(conversation: Conversation) -> HttpResponse:
    return redirect("inbox-one", conversation.service.slug, conversation.pk)
