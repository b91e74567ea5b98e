"""Two people, one item: nothing is lost, and somebody chooses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.builders import with_template
from tests.panel.releases.conftest import Check, Save
from tests.panel.releases.pages import page, press, publish, settle

from firstline.domain.templates import Language, TemplateId
from firstline.learning.training import Trained, write
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import edited_content, open_draft
from firstline.panel.content.models import Revision
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
MINE, THEIRS = "Sorry for the wait.", "Sorry that nobody came."


@pytest.fixture
def clashing(busy_shop: HostedService, save: Save, tiny_training: Trained) -> HostedService:
    """A draft of which one item was published otherwise from the command line."""
    save("sorry_late", texts={"en": MINE})
    release = tiny_training.release
    late = release.service.template(TemplateId("sorry_late"))
    other = with_template(release.service, replace(late, texts={Language("en"): THEIRS}))
    store = busy_shop.folder.store
    trained = replace(tiny_training, release=replace(release, service=other))
    store.publish(write(trained, store.root), at=datetime.now(UTC))
    return busy_shop


def test_both_sides_of_a_clash_are_shown(clashing: HostedService, as_: As) -> None:
    shown = page(as_(Role.SPECIALIST), clashing)

    assert "Published otherwise in the meantime" in shown
    assert MINE in shown
    assert THEIRS in shown


def test_an_open_clash_stands_in_the_way(clashing: HostedService, as_: As, check: Check) -> None:
    check()

    assert publish(as_(Role.OWNER), clashing, override_reason="now").status_code == 422


def test_who_keeps_theirs_own_version_publishes_over_the_other(
    clashing: HostedService, as_: As, check: Check
) -> None:
    assert settle(as_(Role.SPECIALIST), clashing, "mine").status_code == 302
    check()

    assert publish(as_(Role.PUBLISHER), clashing).status_code == 302
    assert edited_content(clashing).service.template(TemplateId("sorry_late")).texts == {"en": MINE}
    kept = AuditEntry.objects.filter(note__contains="published in the meantime").get()
    assert THEIRS in kept.before


def test_who_takes_the_published_version_finds_the_other_in_its_history(
    clashing: HostedService, as_: As
) -> None:
    settle(as_(Role.SPECIALIST), clashing, "theirs")

    assert "The draft is empty" in page(as_(Role.SPECIALIST), clashing)
    last = Revision.objects.filter(key="sorry_late").first()
    assert last
    assert last.before["texts"]["en"] == MINE


def test_an_edit_can_be_undone(busy_shop: HostedService, as_: As, save: Save) -> None:
    save("sorry_late", texts={"en": MINE})
    save("fee_explained", texts={"en": "It pays."})
    response = as_(Role.SPECIALIST).get(f"/panel/s/{busy_shop.slug}/publish/")
    shown = next(each for each in response.context["items"] if each.item.key == "sorry_late")
    press(
        as_(Role.SPECIALIST),
        busy_shop,
        "publish-undo",
        kind="template",
        key="sorry_late",
        mark=shown.mark,
    )

    assert [key for _, key in edited_content(busy_shop).items] == ["fee_explained"]


def test_a_whole_draft_can_be_discarded(busy_shop: HostedService, as_: As, save: Save) -> None:
    save("sorry_late", texts={"en": MINE})
    save("fee_explained", texts={"en": "It pays."})

    assert press(as_(Role.SPECIALIST), busy_shop, "publish-discard").status_code == 302
    assert open_draft(busy_shop) is None
    assert Revision.objects.count() == 2
    assert MINE in AuditEntry.objects.get(action="undone").before


def test_a_draft_that_was_edited_since_is_not_discarded(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("sorry_late", texts={"en": MINE})
    seen = "of-another-state"

    assert press(as_(Role.OWNER), busy_shop, "publish-discard", mark=seen).status_code == 422
    assert open_draft(busy_shop)
