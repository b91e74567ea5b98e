"""Whoever has the command line lets the first people in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from pytest_django import Settings
from tests.panel.conftest import PanelClient
from typer.testing import Result

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.mail_servers import mail_server
from firstline.panel.services.models import HostedService
from firstline.panel.settings import PanelSettings

Command = Callable[..., Result]


def test_the_first_owner_gets_a_link_and_signs_in_with_it(
    firstline: Command, shop: HostedService, settings: Settings
) -> None:
    settings.PANEL = PanelSettings(address="http://testserver")
    told = firstline("people add", "Nina@shop.example", "--service", "shop", "--role", "owner")

    assert told.exit_code == 0
    link = told.stdout.split()[-1].removeprefix("http://testserver")
    client = PanelClient()
    form = client.get(link, follow=True)
    chosen = {"new_password1": "nine new radishes", "new_password2": "nine new radishes"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert client.get("/s/shop/people/").status_code == 200
    assert shop.memberships.get().role == Role.OWNER
    assert AuditEntry.objects.filter(action="member_changed", by=None).exists()


@pytest.mark.usefixtures("shop")
def test_with_a_mail_server_the_link_goes_by_mail(firstline: Command, settings: Settings) -> None:
    settings.MAIL = mail_server("smtp://mail.example")

    told = firstline("people add", "nina@shop.example", "--service", "shop")

    assert "a mail is on its way" in told.stdout
    assert "set-password" not in told.stdout
    assert "set-password" in str(mail.outbox[0].body)


def test_the_role_of_a_member_is_changed(
    firstline: Command, shop: HostedService, cast: dict[Role, User]
) -> None:
    told = firstline("people add", "agent@shop.example", "--service", "shop", "--role", "analyst")

    assert told.exit_code == 0
    assert shop.memberships.get(user=cast[Role.AGENT]).role == Role.ANALYST


def test_somebody_may_be_let_make_services(firstline: Command) -> None:
    firstline("people add", "nina@shop.example", "--make-services")

    assert User.objects.get(email="nina@shop.example").may_make_services
    assert AuditEntry.objects.get().after == "may_make_services: True"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--service", "no-such"], "there is no service `no-such`"),
        (["--service", "shop", "--role", "king"], "there is no role `king`"),
        ([], "name what this person gets"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_there_is_not_is_told_and_nothing_is_made(
    arguments: list[str], words: str, firstline: Command
) -> None:
    told = firstline("people add", "nina@shop.example", *arguments)

    assert told.exit_code == 1
    assert words in told.stderr
    assert not User.objects.exists()


def test_the_last_owner_stays_one(firstline: Command, cast: dict[Role, User]) -> None:
    told = firstline("people add", cast[Role.OWNER].email, "--service", "shop", "--role", "analyst")

    assert told.exit_code == 1
    assert "needs an owner" in told.stderr


@pytest.mark.usefixtures("cast", "stranger")
def test_people_are_listed_with_their_roles(firstline: Command) -> None:
    everybody = firstline("people list").stdout.splitlines()
    of_shop = firstline("people list", "--service", "shop").stdout.splitlines()

    assert len(everybody) == len(Role) + 1
    assert len(of_shop) == len(Role)
    assert "auditor@shop.example\tAuditor\tnever\tauditor of shop" in of_shop


def test_a_service_that_is_there_is_added_once(firstline: Command, tmp_path: Path) -> None:
    folder = tmp_path / "Night_Buses"
    folder.mkdir()

    for _ in range(2):
        told = firstline("services add", folder)
        assert told.stdout == f"night-buses\tNight buses\t{folder}\n"
    assert HostedService.objects.count() == 1
    assert AuditEntry.objects.get().action == "service_made"


def test_a_folder_that_there_is_not_is_no_service(firstline: Command, tmp_path: Path) -> None:
    told = firstline("services add", tmp_path / "nowhere")

    assert told.exit_code == 2
    assert not HostedService.objects.exists()


def test_two_services_need_two_names(firstline: Command, tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place / "shop").mkdir(parents=True)
    firstline("services add", tmp_path / "a" / "shop")

    told = firstline("services add", tmp_path / "b" / "shop")
    assert told.exit_code == 1
    assert "choose a name with --slug" in told.stderr

    told = firstline("services add", tmp_path / "b" / "shop", "--slug", "second", "--title", "B")
    assert told.stdout.startswith("second\tB\t")
