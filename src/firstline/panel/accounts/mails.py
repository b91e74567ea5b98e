"""Mails with a link that sets a password: it works once, for some days."""

import logging
import smtplib
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
log = logging.getLogger(__name__)


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


def send_reset(user: User, base: str) -> bool:
    """Mail a link for a new password; not again within a minute."""
    now = timezone.now()
    if user.link_sent_at and now - user.link_sent_at < BETWEEN_LINKS:
        return False
    User.objects.filter(pk=user.pk).update(link_sent_at=now)
    return _send("reset", user, {"link": password_link(user, base)})


def send_invitation(user: User, service: HostedService | None, base: str) -> bool:
    """Tell a person that they belong to a service now; a new one also how to get in."""
    link = base + reverse("home") if user.has_joined else password_link(user, base)
    return _send(
        "invitation", user, {"link": link, "service": service, "is_new": not user.has_joined}
    )


def _send(kind: str, user: User, context: dict[str, object]) -> bool:
    """Say whether the mail has left; that a server is down is for the log, not for strangers."""
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    with translation.override(user.language or translation.get_language()):
        text = render_to_string(
            f"accounts/mails/{kind}.txt", {"user": user, "days": days, **context}
        )
    subject, _, body = text.strip().partition("\n")
    try:
        send_mail(subject, body.lstrip("\n"), None, [user.email])
    except (OSError, smtplib.SMTPException):
        log.exception("a mail could not be sent", extra={"kind": kind})
        return False
    return True
