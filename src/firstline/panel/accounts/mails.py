"""Mails to people: a link that sets a password, a request to publish, or another text."""

import logging
import smtplib
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from firstline.panel.accounts.models import User
from firstline.panel.services.models import HostedService

BETWEEN_LINKS = timedelta(minutes=1)
RESET, INVITATION, REQUEST = (
    f"accounts/mails/{name}.txt" for name in ("reset", "invitation", "request")
)
log = logging.getLogger(__name__)
_post = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def base_address(request: HttpRequest | None = None) -> str:
    """Say where people reach this machine; the settings know better than a request."""
    if settings.PANEL.address:
        return str(settings.PANEL.address)
    if request is not None:
        return request.build_absolute_uri("/").rstrip("/")
    return f"{'https' if settings.PANEL.https else 'http'}://{settings.PANEL.hosts[0]}"


def password_link(user: User, base: str) -> str:
    """Make a link that lets whoever holds it set this person's password, once."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return base + reverse("set-password", args=(uid, token))


def send_reset(user: User, base: str) -> Future[bool] | None:
    """Mail a link for a new password, but not again within a minute.

    The page does not wait for it: how long the mail server takes would tell a stranger that there
    is such an account.
    """
    now = timezone.now()
    if user.link_sent_at and now - user.link_sent_at < BETWEEN_LINKS:
        return None
    User.objects.filter(pk=user.pk).update(link_sent_at=now)
    context = {"link": password_link(user, base)}
    # a thread knows nothing of the language of a request
    return _post.submit(send, RESET, user, context, language=translation.get_language())


def send_invitation(user: User, service: HostedService | None, base: str) -> bool:
    """Tell a person that they belong to a service now; a new one also how to get in."""
    link = base + reverse("home") if user.has_joined else password_link(user, base)
    context = {"link": link, "service": service, "is_new": not user.has_joined}
    return send(INVITATION, user, context, language=translation.get_language())


def send_request(user: User, context: Mapping[str, object]) -> Future[bool]:
    """Ask a person to publish a draft; whoever asks does not wait for the mail server."""
    return _post.submit(send, REQUEST, user, context, language=translation.get_language())


def send(template: str, user: User, context: Mapping[str, object], *, language: str | None) -> bool:
    """Say whether the mail has left; that a server is down is for the log, not for strangers.

    Args:
        template: its first line is the subject.
        user: who gets it.
        context: of the template, which also knows the user.
        language: where the user has chosen none.
    """
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    with translation.override(user.language or language):
        text = render_to_string(template, {"user": user, "days": days, **context})
    subject, _, body = text.strip().partition("\n")
    try:
        send_mail(subject, body.lstrip("\n"), None, [user.email])
    except (OSError, smtplib.SMTPException):
        log.exception("a mail could not be sent", extra={"template": template})
        return False
    return True
