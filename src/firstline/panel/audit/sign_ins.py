"""Record who signed in and out, by whatever way."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record


@receiver(user_logged_in)
def note_sign_in(user: User, **_: Any) -> None:  # noqa: ANN401 - Django's
    record(Action.SIGNED_IN, f"account {user.email}", by=user)


@receiver(user_logged_out)
def note_sign_out(user: User | None, **_: Any) -> None:  # noqa: ANN401
    if user is not None:  # a session that had ended already
        record(Action.SIGNED_OUT, f"account {user.email}", by=user)
