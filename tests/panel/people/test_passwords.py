"""Passwords: forgotten, set by a link, changed."""

import re
import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.panel.conftest import PanelClient

from firstline.panel.accounts import mails
from firstline.panel.accounts.models import User
from firstline.panel.audit.models import AuditEntry
from firstline.panel.mail_servers import mail_server
from firstline.panel.settings import PanelSettings

OLD, NEW = "seven small onions", "eleven large potatoes"

pytestmark = pytest.mark.usefixtures("olga")


@pytest.fixture
def olga(db: None) -> User:  # noqa: ARG001
    return User.objects.make("olga@shop.example", password=OLD, name="Olga")


@pytest.fixture
def signed_in(olga: User) -> Client:
    return signed_in_as(olga)


def signed_in_as(user: User) -> Client:
    client = PanelClient()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    return found.group(1)


def posted() -> list[mail.EmailMessage]:
    """All mails so far, as soon as none is on its way."""
    mails._post.submit(int).result()
    return list(mail.outbox)


def set_by_link(client: Client, link: str, password: str) -> int:
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    answer = client.post(address, {"new_password1": password, "new_password2": password})
    return answer.status_code


def test_a_forgotten_password_is_set_anew_by_a_link_in_a_mail(anybody: Client, olga: User) -> None:
    anybody.post("/reset/", {"email": "Olga@shop.example"})

    assert posted()[0].to == ["olga@shop.example"]
    assert set_by_link(anybody, link_in(posted()[0]), NEW) == 302
    olga.refresh_from_db()
    assert olga.check_password(NEW)
    assert anybody.get("/account/").status_code == 200
    assert AuditEntry.objects.filter(action="password_set", by=olga).exists()


def test_a_link_works_once(anybody: Client) -> None:
    anybody.post("/reset/", {"email": "olga@shop.example"})
    link = link_in(posted()[0])
    set_by_link(anybody, link, NEW)

    again = PanelClient().get(link, follow=True)

    assert "used already, or is too old" in again.content.decode()


def test_a_link_works_for_some_days_only(anybody: Client, settings: Settings) -> None:
    anybody.post("/reset/", {"email": "olga@shop.example"})
    settings.PASSWORD_RESET_TIMEOUT = -1

    page = anybody.get(link_in(posted()[0]), follow=True)

    assert "used already, or is too old" in page.content.decode()


def test_a_changed_link_sets_nothing(anybody: Client) -> None:
    anybody.post("/reset/", {"email": "olga@shop.example"})
    link = link_in(posted()[0])

    page = anybody.get(link[:-2] + ("A/" if link[-2] != "A" else "B/"), follow=True)

    assert "used already, or is too old" in page.content.decode()


def test_a_stranger_does_not_learn_who_has_an_account(anybody: Client) -> None:
    known = anybody.post("/reset/", {"email": "olga@shop.example"}, follow=True)
    unknown = anybody.post("/reset/", {"email": "nobody@shop.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert len(posted()) == 1


def test_nobody_is_flooded_with_mails(anybody: Client, olga: User) -> None:
    for _ in range(5):
        anybody.post("/reset/", {"email": "olga@shop.example"})
    assert len(posted()) == 1

    olga.refresh_from_db()
    olga.link_sent_at = timezone.now() - timedelta(minutes=2)
    olga.save()
    anybody.post("/reset/", {"email": "olga@shop.example"})
    assert len(posted()) == 2


def test_a_mail_server_that_is_down_tells_a_stranger_nothing(
    anybody: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    answer = anybody.post("/reset/", {"email": "olga@shop.example"})

    assert answer.status_code == 302
    assert posted() == []


def test_a_slow_mail_server_tells_a_stranger_nothing(anybody: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and says nothing
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()

        answer = anybody.post("/reset/", {"email": "olga@shop.example"})

        call, _ = silent.accept()  # so the mail is still on its way
        call.close()
    assert answer.status_code == 302
    assert posted() == []


def test_links_begin_with_the_address_in_the_settings(anybody: Client, settings: Settings) -> None:
    settings.PANEL = PanelSettings(address="https://support.example.com")

    anybody.post("/reset/", {"email": "olga@shop.example"})

    assert "https://support.example.com/panel/set-password/" in str(posted()[0].body)


def test_a_forged_host_never_gets_into_a_mail(anybody: Client) -> None:
    answer = anybody.post("/reset/", {"email": "olga@shop.example"}, HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert posted() == []


def test_a_mail_is_in_the_language_of_the_person(anybody: Client, olga: User) -> None:
    olga.language = "en"
    olga.save()

    anybody.post("/reset/", {"email": "olga@shop.example"}, HTTP_ACCEPT_LANGUAGE="ja")

    assert posted()[0].subject == "A new password for Firstline"


def test_a_changed_password_ends_all_other_sessions(signed_in: Client, olga: User) -> None:
    elsewhere = signed_in_as(olga)

    answer = signed_in.post(
        "/account/password/",
        {"old_password": OLD, "new_password1": NEW, "new_password2": NEW},
    )

    assert answer.status_code == 302
    assert signed_in.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert AuditEntry.objects.filter(action="password_set", by=olga).exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("wrong", NEW, "old password was entered incorrectly"),
        (OLD, "short", "too short"),
        (OLD, "password1234", "too common"),
        (OLD, "olga@shop.example", "too similar"),
    ],
)
def test_a_weak_or_unproven_password_is_refused(
    old: str, new: str, words: str, signed_in: Client, olga: User
) -> None:
    answer = signed_in.post(
        "/account/password/",
        {"old_password": old, "new_password1": new, "new_password2": new},
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    olga.refresh_from_db()
    assert olga.check_password(OLD)


def test_no_password_is_in_the_audit_log(signed_in: Client) -> None:
    signed_in.post(
        "/account/password/",
        {"old_password": OLD, "new_password1": NEW, "new_password2": NEW},
    )

    for entry in AuditEntry.objects.all():
        assert NEW not in f"{entry.before}{entry.after}{entry.note}{entry.subject}"


def test_a_person_changes_their_own_name_and_language(signed_in: Client, olga: User) -> None:
    answer = signed_in.post("/account/", {"name": "Olga O.", "language": "en"})

    assert answer.status_code == 302
    olga.refresh_from_db()
    assert (olga.name, olga.language) == ("Olga O.", "en")
    entry = AuditEntry.objects.get(action="account_changed")
    assert "Olga O." in entry.after
    assert "Olga O." not in entry.before


def test_nothing_else_of_an_account_can_be_posted(signed_in: Client, olga: User) -> None:
    signed_in.post(
        "/account/",
        {"name": "Olga", "language": "", "may_make_services": "on", "is_superuser": "on"},
    )

    olga.refresh_from_db()
    assert not olga.may_make_services
    assert not olga.is_superuser


def test_where_no_mail_leaves_the_page_says_who_has_the_link(
    anybody: Client, settings: Settings
) -> None:
    settings.MAIL = None
    form = anybody.get("/reset/").text
    known = anybody.post("/reset/", {"email": "olga@shop.example"}, follow=True).text
    unknown = anybody.post("/reset/", {"email": "nobody@shop.example"}, follow=True).text

    assert "sends no mail" in form
    assert "sends no mail" in known
    assert "on its way" not in known
    assert known.partition("<main")[2] == unknown.partition("<main")[2]


def test_where_mail_leaves_the_page_says_that_it_is_on_its_way(
    anybody: Client, settings: Settings
) -> None:
    settings.MAIL = mail_server("smtp://mail.example")

    asked = anybody.post("/reset/", {"email": "olga@shop.example"}, follow=True).text

    assert "on its way" in asked
    assert "sends no mail" not in asked


def test_an_address_is_asked_for_by_one_name(anybody: Client) -> None:
    assert all(">E-mail</label>" in anybody.get(page).text for page in ("/sign-in/", "/reset/"))


def test_an_account_leads_to_its_tokens_and_names_the_language_of_the_browser(
    signed_in: Client,
) -> None:
    page = signed_in.get("/account/").text

    assert "/tokens/" in page
    assert "as the browser asks" in page
    assert "---------" not in page
