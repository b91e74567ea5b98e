"""The chat of a service, for its owners."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.chats.forms import ChatForm
from firstline.panel.chats.models import Chat
from firstline.panel.chats.setup import as_text, chat_of, make_secret


@service_page(Permission.MANAGE)
def chat(request: ServiceRequest) -> HttpResponse:
    """Show the settings with the tag to copy, and change them."""
    form = ChatForm(request.POST or None, instance=chat_of(request.service))
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    with transaction.atomic():
        before = as_text(chat_of(request.service))
        _record(request, before, form.save())
    messages.success(request, _("Saved."))
    return redirect("chat", slug=request.service.slug)


@never_cache
@require_POST
@service_page(Permission.MANAGE)
def new_secret(request: ServiceRequest) -> HttpResponse:
    """Make a secret in place of the one before, and show it this once."""
    secret = make_secret(request.service, by=request.user)
    return _page(request, ChatForm(instance=chat_of(request.service)), secret=secret)


def _record(request: ServiceRequest, before: str, chat: Chat) -> None:
    if as_text(chat) != before:
        record(
            Action.SETTINGS_CHANGED,
            "settings of the chat",
            by=request.user,
            service=request.service,
            before=before,
            after=as_text(chat),
        )


def _page(
    request: ServiceRequest, form: ChatForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    address = request.build_absolute_uri(f"/services/{request.service.slug}/widget.js")
    context = {
        "form": form,
        "secret": secret,
        "has_secret": bool(form.instance.secret),
        "snippet": f'<script src="{address}" data-identity="TOKEN" defer></script>',
    }
    return render(request, "chats/chat.html", context, status=status)
