"""What agents do: each is one form of a conversation's page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission
from firstline.panel.conversations.agents import (
    assign,
    give_back,
    note,
    put_aside,
    resolve,
    take,
    take_over,
)
from firstline.panel.conversations.escalating import to_experts
from firstline.panel.conversations.models import Conversation
from firstline.panel.inbox.dismissals import dismiss
from firstline.panel.inbox.forms import AssignForm, NoteForm, RejectionForm, ReplyForm, SnoozeForm
from firstline.panel.inbox.holding import hold, send_now, undo
from firstline.panel.inbox.queues import listing_named, next_after
from firstline.panel.inbox.snoozes import Snooze, ends_at
from firstline.panel.inbox.suggestions import offered_for
from firstline.panel.inbox.views.reading import conversation_of, page


@require_POST
@service_page(Permission.ANSWER)
def say_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    """Put a reply on its way; what is not sent stays in its box, beside why."""
    conversation = conversation_of(request, conversation_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, conversation, form)
    said = form.said(offered_for(conversation))
    try:
        hold(
            conversation.pk,
            said,
            by=request.user,
            now=timezone.now(),
            then_resolve=form.then_resolve,
        )
    except FirstlineError as refusal:
        return page(request, conversation, form, problem=str(refusal))
    return _back(request, conversation)


@require_POST
@service_page(Permission.ANSWER)
def undo_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    """Take a reply back; its text goes into the box again."""
    conversation = conversation_of(request, conversation_id)
    try:
        said = undo(conversation.pk, by=request.user, now=timezone.now())
    except FirstlineError as refusal:
        messages.warning(request, str(refusal))
    else:
        begun = {"text": said.text, "template": said.template_id}
        request.session[f"reply {conversation.pk}"] = begun
        messages.success(request, _("It was not sent. The text is in the box again."))
    return _back(request, conversation)


@require_POST
@service_page(Permission.ANSWER)
def note_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation, form = conversation_of(request, conversation_id), NoteForm(request.POST)
    if not form.is_valid():
        return page(request, conversation, ReplyForm(), form)
    note(conversation.pk, form.cleaned_data["note"], by=request.user, now=timezone.now())
    return _back(request, conversation)


@require_POST
@service_page(Permission.ANSWER)
def dismiss_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation, form = conversation_of(request, conversation_id), RejectionForm(request.POST)
    if form.is_valid():
        template_id, reason = form.cleaned_data["template"], form.cleaned_data["reason"]
        dismiss(conversation.pk, template_id, reason, by=request.user, now=timezone.now())
        messages.success(request, _("Dismissed; the next retraining knows why."))
    return _back(request, conversation)


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
def snooze_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    form = SnoozeForm(request.POST)

    def do(pk: UUID) -> None:
        if form.is_valid():
            now = timezone.now()
            until = ends_at(Snooze(form.cleaned_data["until"]), now=now)
            put_aside(pk, until=until, by=request.user, now=now)
            messages.success(request, _("Put aside; it comes back by itself."))

    return _do(request, conversation_id, do)


@require_POST
@service_page(Permission.ANSWER)
def send_to_experts(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    def do(pk: UUID) -> None:
        to_experts(pk, by=request.user, now=timezone.now())
        messages.success(request, _("It waits for the expert line; the customer was told."))

    return _do(request, conversation_id, do)


@require_POST
@service_page(Permission.ANSWER)
def assign_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    colleagues = Membership.who_may(Permission.ANSWER, request.service)
    form = AssignForm(request.POST)
    to = get_object_or_404(colleagues, pk=form.cleaned_data["to"] if form.is_valid() else 0)

    def do(pk: UUID) -> None:
        assign(pk, to=to, by=request.user, now=timezone.now())
        messages.success(request, _("%(colleague)s has it now.") % {"colleague": to})

    return _do(request, conversation_id, do)


@require_POST
@service_page(Permission.ANSWER)
def give_it_back(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    return _do(request, conversation_id, lambda pk: give_back(pk, by=request.user))


def _do(request: ServiceRequest, conversation_id: UUID, do: Callable[[UUID], None]) -> HttpResponse:
    """Do it and show what comes next; why it was refused stands above the conversation.

    A reply that is on its way is sent first, so that things happen in their order.
    """
    conversation = conversation_of(request, conversation_id)
    following = _following(request, conversation)
    try:
        send_now(conversation.pk, now=timezone.now())
        do(conversation.pk)
    except FirstlineError as refusal:
        messages.warning(request, str(refusal))
        return _back(request, conversation)
    return _back(request, following or conversation)


def _following(request: ServiceRequest, conversation: Conversation) -> Conversation | None:
    """Find the next one in the list, where the button asks to go on."""
    if request.POST.get("then") != "next":
        return None
    listing = listing_named(request.GET)
    return next_after(conversation, request.membership, listing, now=timezone.now())


def _back(request: ServiceRequest, conversation: Conversation) -> HttpResponse:
    """Show a conversation beside the same list."""
    address = reverse("inbox-one", args=(request.service.slug, conversation.pk))
    return redirect(f"{address}?{listing_named(request.GET).address}")
