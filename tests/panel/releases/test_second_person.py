"""Services in which nobody publishes their own edits alone."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.panel.releases.conftest import Check, Save
from tests.panel.releases.pages import page, press, publish, words

from firstline.domain.templates import TemplateId
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


@pytest.fixture
def careful_shop(busy_shop: HostedService) -> HostedService:
    HostedService.objects.filter(pk=busy_shop.pk).update(needs_second_person=True)
    return busy_shop


def test_nothing_goes_live_before_a_second_person_approves(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("sorry_late", texts={"en": "Sorry."}, by=Role.PUBLISHER)
    check()

    refused = publish(as_(Role.PUBLISHER), careful_shop)
    assert refused.status_code == 422
    assert "second person" in words(refused)
    press(as_(Role.OWNER), careful_shop, "publish-approve")
    assert "by Owner" in page(as_(Role.PUBLISHER), careful_shop)
    assert publish(as_(Role.PUBLISHER), careful_shop).status_code == 302
    assert "approved by Owner" in page(as_(Role.ANALYST), careful_shop, "versions")
    assert AuditEntry.objects.filter(action="approved").count() == 1


def test_who_edited_last_cannot_approve(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("sorry_late", texts={"en": "Sorry."}, by=Role.PUBLISHER)
    check()

    refused = press(as_(Role.PUBLISHER), careful_shop, "publish-approve")
    assert refused.status_code == 422
    assert "somebody else must approve" in words(refused)


def test_who_edited_anything_of_it_before_others_cannot_approve(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("sorry_late", texts={"en": "Sorry."}, by=Role.PUBLISHER)
    save("sorry_late", texts={"en": "So sorry."}, by=Role.SPECIALIST)
    save("fee_explained", texts={"en": "It pays."}, by=Role.SPECIALIST)
    check()

    assert 'class="secondary">Approve<' not in page(as_(Role.PUBLISHER), careful_shop)
    assert press(as_(Role.PUBLISHER), careful_shop, "publish-approve").status_code == 422
    assert press(as_(Role.OWNER), careful_shop, "publish-approve").status_code == 302


def test_whose_edit_was_undone_is_a_second_person_again(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    live = live_release(careful_shop)
    assert live
    before = live.service.template(TemplateId("sorry_late")).texts
    save("fee_explained", texts={"en": "It pays."})
    save("sorry_late", texts={"en": "Sorry."}, by=Role.PUBLISHER)
    save("sorry_late", texts=dict(before), by=Role.PUBLISHER)
    check()

    assert press(as_(Role.PUBLISHER), careful_shop, "publish-approve").status_code == 302


def test_an_edit_voids_an_approval(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("sorry_late", texts={"en": "Sorry."})
    check()
    press(as_(Role.OWNER), careful_shop, "publish-approve")
    save("sorry_late", texts={"en": "So sorry."})
    save("sorry_late", texts={"en": "Sorry."})  # as it was approved, but edited since
    check()

    assert publish(as_(Role.PUBLISHER), careful_shop).status_code == 422


def test_a_specialist_cannot_approve(
    careful_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("sorry_late", texts={"en": "Sorry."}, by=Role.PUBLISHER)
    check()

    assert press(as_(Role.SPECIALIST), careful_shop, "publish-approve").status_code == 403
