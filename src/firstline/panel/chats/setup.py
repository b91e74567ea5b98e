"""Set a chat up: its row, its secret, and what the audit log tells of both."""

import secrets

from django.db import transaction

from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.chats.models import Chat
from firstline.panel.secrets import encrypted
from firstline.panel.services.models import HostedService

BYTES = 32  # as long as HMAC-SHA256 makes use of


def chat_of(service: HostedService) -> Chat:
    """Find the chat of a service; one that was never set up is off."""
    return Chat.objects.filter(service=service).first() or Chat(service=service)


def make_secret(service: HostedService, *, by: User | None) -> str:
    """Make a new secret and return it, which nobody sees again; the one before signs no more."""
    secret = f"flc_{secrets.token_urlsafe(BYTES)}"
    with transaction.atomic():
        Chat.objects.update_or_create(service=service, defaults={"secret": encrypted(secret)})
        record(Action.KEY_MADE, "secret of the chat", by=by, service=service)
    return secret


def switch_on_for_demo(service: HostedService) -> None:
    """Let everybody write, once: whoever set the chat up since has decided otherwise."""
    if not Chat.objects.filter(service=service).exists():
        Chat.objects.create(service=service, is_on=True, allows_anonymous=True)
        make_secret(service, by=None)


def as_text(chat: Chat) -> str:
    """Write the settings down for the audit log; the secret is not among them."""
    return "\n".join(
        (
            f"is_on: {chat.is_on}",
            f"allows_anonymous: {chat.allows_anonymous}",
            f"origins: {' '.join(chat.origins)}",
            f"title: {chat.title}",
            *(f"greeting in {language}: {text}" for language, text in chat.greetings.items()),
        )
    )
