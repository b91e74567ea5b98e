"""Owners set what a publish must keep; the log says who did."""

from collections.abc import Callable

import pytest
from django.test import Client

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

FORM = {
    "title": "Shop",
    "accepted_coverage_loss": "2",
    "accepted_precision_loss": "1",
    "held_out": "0",
}


@pytest.fixture
def owner(as_: Callable[[Role], Client]) -> Client:
    return as_(Role.OWNER)


def test_shares_are_shown_as_percentages(owner: Client) -> None:
    page = owner.get("/s/shop/settings/").content.decode()

    assert 'name="accepted_coverage_loss" value="2"' in page
    assert 'name="accepted_precision_loss" value="1"' in page


def test_an_owner_changes_the_policy_and_the_log_shows_it(
    owner: Client, shop: HostedService, cast: dict[Role, User]
) -> None:
    form = {**FORM, "title": "The shop", "needs_second_person": "on"}
    owner.post("/s/shop/settings/", {**form, "accepted_coverage_loss": "0.5"})

    shop.refresh_from_db()
    assert (shop.title, shop.needs_second_person) == ("The shop", True)
    assert (shop.accepted_coverage_loss, shop.accepted_precision_loss) == (0.005, 0.01)
    entry = AuditEntry.objects.get(action="settings_changed")
    assert entry.by == cast[Role.OWNER]
    assert "accepted_coverage_loss: 0.02" in entry.before
    assert "accepted_coverage_loss: 0.005" in entry.after


def test_saving_what_is_there_already_is_no_change(owner: Client) -> None:
    assert owner.post("/s/shop/settings/", FORM).status_code == 302

    assert not AuditEntry.objects.filter(action="settings_changed").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 101},
        {"accepted_coverage_loss": "-1"},
        {"accepted_coverage_loss": "101"},
        {"accepted_precision_loss": "a little"},
        {"accepted_precision_loss": "NaN"},
        {"held_out": "101"},
    ],
)
def test_a_setting_that_makes_no_sense_changes_nothing(
    wrong: dict[str, str], owner: Client, shop: HostedService
) -> None:
    assert owner.post("/s/shop/settings/", {**FORM, "title": "Other", **wrong}).status_code == 422

    shop.refresh_from_db()
    assert shop.title == "Shop"
    assert not AuditEntry.objects.filter(action="settings_changed").exists()


def test_the_folder_of_a_service_cannot_be_posted(owner: Client, shop: HostedService) -> None:
    owner.post("/s/shop/settings/", {**FORM, "title": "New", "path": "/etc", "slug": "bakery"})

    changed = HostedService.objects.get(pk=shop.pk)
    assert (changed.title, changed.path, changed.slug) == ("New", shop.path, "shop")
