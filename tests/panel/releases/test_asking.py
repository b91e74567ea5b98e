"""Who may edit but not publish asks those who may."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.panel.releases.conftest import Check, Save
from tests.panel.releases.pages import page, press, publish, words

from firstline.panel.accounts import mails
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
Commit = Callable[..., Any]
WORDING = {"en": "The fee pays for the way to you."}
WHY = "Kinder words for the fee"
ASKED = "Publication is asked for"


@pytest.fixture
def ask(as_: As, busy_shop: HostedService, save: Save, check: Check) -> Callable[[], None]:
    """Let the specialist edit, check, and ask."""

    def edit_and_ask() -> None:
        save("fee_explained", texts=WORDING)
        check()
        response = press(as_(Role.SPECIALIST), busy_shop, "publish-ask", note=WHY)
        assert response.status_code == 302, words(response)

    return edit_and_ask


def test_everybody_sees_who_asked_and_why(
    busy_shop: HostedService, as_: As, ask: Callable[[], None]
) -> None:
    ask()

    for role in (Role.PUBLISHER, Role.ANALYST, Role.SPECIALIST):
        shown = page(as_(role), busy_shop)
        assert ASKED in shown
        assert WHY in shown
        assert "Content specialist, " in shown
    assert AuditEntry.objects.get(action="asked").note == WHY


def test_who_may_publish_gets_a_mail_in_their_language(
    busy_shop: HostedService,
    ask: Callable[[], None],
    cast: dict[Role, User],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    User.objects.filter(pk=cast[Role.OWNER].pk).update(language="ru")
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    mails._post.submit(int).result()

    sent = {message.to[0]: message for message in mail.outbox}
    assert set(sent) == {cast[Role.PUBLISHER].email, cast[Role.OWNER].email}
    to_publisher = sent[cast[Role.PUBLISHER].email]
    assert to_publisher.subject == "Content specialist asks you to publish the draft of Shop"
    assert WHY in to_publisher.body
    assert f"/s/{busy_shop.slug}/publish/" in to_publisher.body
    assert re.search("[а-я]", str(sent[cast[Role.OWNER].email].subject))


def test_who_left_gets_no_mail(
    ask: Callable[[], None], cast: dict[Role, User], django_capture_on_commit_callbacks: Commit
) -> None:
    User.objects.filter(pk=cast[Role.OWNER].pk).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    mails._post.submit(int).result()

    assert [message.to for message in mail.outbox] == [[cast[Role.PUBLISHER].email]]


def test_the_next_edit_takes_the_request_back(
    busy_shop: HostedService, as_: As, ask: Callable[[], None], save: Save
) -> None:
    ask()
    save("fee_explained", texts={"en": "The fee pays for the whole way."})

    assert ASKED not in page(as_(Role.PUBLISHER), busy_shop)


def test_who_sends_it_back_answers_the_request(
    busy_shop: HostedService, as_: As, ask: Callable[[], None]
) -> None:
    ask()
    press(as_(Role.PUBLISHER), busy_shop, "publish-send-back", note="Name the amount")

    shown = page(as_(Role.SPECIALIST), busy_shop)
    assert ASKED not in shown
    assert "Name the amount" in shown


def test_a_published_draft_is_not_asked_for_any_more(
    busy_shop: HostedService, as_: As, ask: Callable[[], None], save: Save
) -> None:
    ask()
    publish(as_(Role.PUBLISHER), busy_shop)
    save("sorry_late", texts={"en": "Sorry."})

    assert ASKED not in page(as_(Role.PUBLISHER), busy_shop)


def test_nobody_asks_for_what_was_not_checked(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("fee_explained", texts=WORDING)

    refused = press(as_(Role.SPECIALIST), busy_shop, "publish-ask", note=WHY)
    assert refused.status_code == 422
    assert "has not been checked" in words(refused)
    assert ASKED not in page(as_(Role.PUBLISHER), busy_shop)


def test_an_edit_after_the_look_stops_the_request(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    check()

    refused = press(as_(Role.SPECIALIST), busy_shop, "publish-ask", note=WHY, mark="of before")
    assert refused.status_code == 422


def test_only_who_cannot_publish_sees_the_form(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    check()

    assert "Ask for publication" in page(as_(Role.SPECIALIST), busy_shop)
    assert "Ask for publication" not in page(as_(Role.PUBLISHER), busy_shop)
    assert "Ask for publication" not in page(as_(Role.ANALYST), busy_shop)
    assert press(as_(Role.ANALYST), busy_shop, "publish-ask", note=WHY).status_code == 403


def test_the_menu_counts_edits_and_says_that_somebody_asked(
    busy_shop: HostedService, as_: As, ask: Callable[[], None], save: Save
) -> None:
    publisher = as_(Role.PUBLISHER)
    assert "1 edit<" not in page(publisher, busy_shop, "templates")
    ask()
    asked = page(publisher, busy_shop, "templates")
    assert "1 · asked<" in asked
    assert "1 edit, publication is asked for<" in asked
    save("sorry_late", texts={"en": "Sorry."})
    assert "2 edits<" in page(publisher, busy_shop, "templates")
