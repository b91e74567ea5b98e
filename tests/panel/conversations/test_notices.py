"""Agents get a mail that a customer waits, once it can be sent."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings
from tests.panel.conversations.talks import LATER, says, suggested

from firstline.panel.accounts.models import User
from firstline.panel.attempts import MOST_ATTEMPTS
from firstline.panel.conversations.agents import take
from firstline.panel.conversations.models import AgentNotice, Conversation
from firstline.panel.conversations.notices import send_notices


class NoMailServer:
    """A mail server that refuses every connection."""

    def __init__(self, **_: object) -> None: ...

    def send_messages(self, _: object) -> int:
        raise ConnectionRefusedError


NO_MAIL = f"{__name__}.{NoMailServer.__name__}"


@pytest.fixture
def waiting(talk: Conversation) -> Conversation:
    says(talk, "My card number is 4111", suggested())
    return talk


def test_a_mail_leads_to_the_conversation_and_quotes_nobody(
    waiting: Conversation, mailoutbox: list[EmailMessage], ben: User
) -> None:
    User.objects.filter(pk=ben.pk).update(language="ru")

    assert [send_notices(LATER) for _ in range(2)] == [3, 0]

    texts = {mail.to[0]: f"{mail.subject}\n{mail.body}" for mail in mailoutbox}
    assert f"/inbox/{waiting.pk}/" in texts["owner@shop.example"]
    assert "A customer of Shop waits" in texts["owner@shop.example"]
    assert "ждёт человека" in texts["agent@shop.example"]
    assert "4111" not in "".join(texts.values())


@pytest.mark.usefixtures("waiting")
def test_a_mail_that_cannot_leave_is_tried_again_ever_later(
    mailoutbox: list[EmailMessage],
) -> None:
    with override_settings(EMAIL_BACKEND=NO_MAIL):
        assert send_notices(LATER) == 0
        assert send_notices(LATER + timedelta(seconds=29)) == 0
        assert {notice.attempts for notice in AgentNotice.objects.all()} == {1}
        assert send_notices(LATER + timedelta(seconds=30)) == 0
        assert {n.due_at for n in AgentNotice.objects.all()} == {LATER + timedelta(seconds=90)}

    assert send_notices(LATER + timedelta(seconds=90)) == 3
    assert len(mailoutbox) == 3


def test_nobody_is_called_to_a_conversation_that_somebody_has(
    waiting: Conversation, ben: User, mailoutbox: list[EmailMessage]
) -> None:
    take(waiting.pk, by=ben)

    assert send_notices(LATER) == 0
    assert mailoutbox == []
    assert not AgentNotice.objects.exists()


@pytest.mark.usefixtures("waiting")
def test_after_many_attempts_the_log_has_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    AgentNotice.objects.update(attempts=MOST_ATTEMPTS - 1)

    with override_settings(EMAIL_BACKEND=NO_MAIL):
        send_notices(LATER)

    assert "an agent was not told that a customer waits" in caplog.text
    assert send_notices(LATER + timedelta(days=2)) == 0
