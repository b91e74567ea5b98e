"""A draft on its way to customers."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.panel.releases.conftest import Check, Save
from tests.panel.releases.pages import mark, page, press, publish, words

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import open_draft
from firstline.panel.content.models import Kind
from firstline.panel.releases.models import Publication
from firstline.panel.releases.prepared import prepared_of
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
WORDING = {"en": "The fee pays for the way to you."}
NEVER = 'payment_type is "card" and order_cost > 1000'


def test_what_a_publisher_publishes_is_live(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    candidate = check()

    assert publish(as_(Role.PUBLISHER), busy_shop, note="Kinder words").status_code == 302
    published = Publication.objects.get()
    assert busy_shop.folder.store.live() == published.release
    assert published.release == prepared_of(candidate.job.result).release
    assert published.is_done
    assert open_draft(busy_shop) is None
    entry = AuditEntry.objects.filter(action="published").get()
    assert entry.note == "Kinder words"
    assert "The fee pays for the way to you." in entry.after


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.ML_ENGINEER, Role.ANALYST, Role.AGENT])
def test_who_may_not_publish_is_refused(
    busy_shop: HostedService, as_: As, save: Save, check: Check, role: Role
) -> None:
    save("fee_explained", texts=WORDING)
    check()
    before = busy_shop.folder.store.live()

    assert publish(as_(role), busy_shop).status_code == 403
    assert busy_shop.folder.store.live() == before
    assert "Release note" not in page(as_(role), busy_shop)


def test_a_draft_that_was_not_checked_cannot_go_live(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("fee_explained", texts=WORDING)

    response = publish(as_(Role.OWNER), busy_shop)
    assert response.status_code == 422
    assert "look again" in words(response)


def test_an_edit_after_the_look_stops_the_publish(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    check()
    publisher, before = as_(Role.PUBLISHER), busy_shop.folder.store.live()
    seen = mark(publisher, busy_shop)
    save("sorry_late", texts={"en": "Sorry."})

    response = publish(publisher, busy_shop, mark=seen)
    assert response.status_code == 422
    assert busy_shop.folder.store.live() == before
    assert open_draft(busy_shop)


def test_problems_are_shown_and_stand_in_the_way(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("fee_explained", rule="payment_typ is present")

    shown = page(as_(Role.SPECIALIST), busy_shop)
    assert "payment_typ" in shown
    assert "There is 1 problem" in shown
    assert publish(as_(Role.OWNER), busy_shop).status_code == 422


def test_a_change_that_costs_too_much_coverage_is_sent_back_with_its_rule(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NEVER)
    check()
    publisher = as_(Role.PUBLISHER)

    shown = page(publisher, busy_shop)
    assert "Needs revision" in shown
    assert "Caused by: paid_once" in shown
    assert "Only an owner can publish it as it is" in shown
    response = publish(publisher, busy_shop, override_reason="I want it")
    assert response.status_code == 422
    assert "ask an owner" in words(response)
    draft = open_draft(busy_shop)
    assert draft
    assert "paid_once" in draft.sent_back
    assert AuditEntry.objects.filter(action="sent_back", by=None).exists()


def test_an_owner_may_publish_against_the_policy_with_a_reason(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NEVER)
    check()
    owner = as_(Role.OWNER)

    refused = publish(owner, busy_shop, override_reason=" ")
    assert refused.status_code == 422
    assert "write down why" in words(refused)
    assert publish(owner, busy_shop, override_reason="The bank asked for it").status_code == 302
    assert Publication.objects.get().override_reason == "The bank asked for it"
    entry = AuditEntry.objects.get(action="overrode")
    assert entry.note == "The bank asked for it"
    assert NEVER in entry.after
    assert not AuditEntry.objects.filter(action="published").exists()


def test_causes_are_named_only_where_they_cost_something(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NEVER)
    job = check().job
    assert job.result
    impact = job.result["outlooks"]["30"]["impact"]
    tiny = {**impact["causes"][0], "template_id": "sorry_late", "coverage": -0.0004}
    on_topic = {**tiny, "template_id": None, "topic_id": "lost_item", "coverage": -0.2}
    impact["causes"] += [on_topic, tiny]
    job.save(update_fields=("result",))

    gate, _, _ = page(as_(Role.PUBLISHER), busy_shop).partition('class="halves"')
    assert "templates/paid_once/" in gate
    assert "topics/one/lost_item/" in gate
    assert "sorry_late" not in gate


def test_a_loss_that_the_policy_accepts_is_no_reason_to_revise(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    HostedService.objects.update(accepted_coverage_loss=1.0, accepted_precision_loss=1.0)
    save("paid_once", rule=NEVER)
    check()

    assert "points less of all inquiries" not in page(as_(Role.PUBLISHER), busy_shop)


def test_a_publisher_sends_back_with_a_note_that_the_next_edit_takes_away(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("fee_explained", texts=WORDING)
    press(as_(Role.PUBLISHER), busy_shop, "publish-send-back", note="Name the amount")

    assert "Name the amount" in page(as_(Role.SPECIALIST), busy_shop)
    save("fee_explained", texts={"en": "The fee of 2 pays for the way to you."})
    assert "Name the amount" not in page(as_(Role.SPECIALIST), busy_shop)


def test_a_note_is_shown_with_its_author_also_where_the_policy_objects(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NEVER)
    check()
    press(as_(Role.PUBLISHER), busy_shop, "publish-send-back", note="Name the amount")

    shown = page(as_(Role.SPECIALIST), busy_shop)
    assert "Needs revision" in shown
    assert "Name the amount" in shown
    assert "Publisher, 20" in shown


def test_what_a_person_wrote_is_not_overwritten_by_the_policy(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NEVER)
    press(as_(Role.PUBLISHER), busy_shop, "publish-send-back", note="Name the amount")
    check()

    draft = open_draft(busy_shop)
    assert draft
    assert draft.sent_back == "Name the amount"


def test_content_that_the_model_has_not_learnt_needs_a_training(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("promo_code", kind=Kind.TOPIC, line="expert")
    check()

    shown = page(as_(Role.OWNER), busy_shop)
    assert "This needs a training" in shown
    assert publish(as_(Role.OWNER), busy_shop, override_reason="now").status_code == 422


def test_a_service_without_traffic_can_publish(
    shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    check()

    assert "no past traffic" in page(as_(Role.PUBLISHER), shop)
    assert publish(as_(Role.PUBLISHER), shop).status_code == 302


def test_a_service_with_nothing_live_says_what_to_do(stranger: User, anybody: Client) -> None:
    anybody.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    bakery = HostedService.objects.get(slug="bakery")

    assert "Import a history and train" in page(anybody, bakery)


def test_the_published_text_is_what_the_live_release_holds(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    check()
    publish(as_(Role.PUBLISHER), busy_shop)

    live = live_release(busy_shop)
    assert live
    texts = {template.id: template.texts for template in live.service.templates}
    assert dict(texts[live.service.templates[3].id]) == WORDING  # the fourth, as it was
