"""Tokens: each opens one conversation, for whoever holds it, and nothing else."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from firstline.domain.errors import FirstlineError
from firstline.panel.conversations.models import Conversation

VALID_FOR = timedelta(days=90)
"""Then the customer opens a new conversation; agents keep the old one."""
SALT = "firstline.conversation"


class WrongToken(FirstlineError):
    """A token that does not open this conversation; nobody learns whether there is one."""

    def __init__(self) -> None:
        super().__init__("this token opens no such conversation; open a new one")


def token_of(conversation: Conversation) -> str:
    return TimestampSigner(salt=SALT).sign(str(conversation.pk))


def opened_by(token: str) -> UUID:
    """Say which conversation a token opens.

    Raises:
        WrongToken: it was not made here, was changed, or is too old.
    """
    try:
        return UUID(TimestampSigner(salt=SALT).unsign(token, max_age=VALID_FOR))
    except (BadSignature, ValueError) as error:
        raise WrongToken from error
