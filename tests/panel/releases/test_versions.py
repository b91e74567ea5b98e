"""Versions: all that was live, and going back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from tests.builders import with_template
from tests.panel.releases.conftest import Check, Save
from tests.panel.releases.pages import page, publish, roll_back, words

from firstline.domain.templates import TemplateExample, TemplateId
from firstline.learning.training import Trained, write
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import edited_content, open_draft
from firstline.panel.content.models import Draft
from firstline.panel.releases.models import Publication, Way
from firstline.panel.releases.prepared import prepared_of
from firstline.panel.releases.versions import versions_of
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
WORDING = {"en": "The fee pays for the way to you."}


@pytest.fixture
def published(busy_shop: HostedService, as_: As, save: Save, check: Check) -> HostedService:
    """The shop, after a publish of its draft."""
    save("fee_explained", texts=WORDING)
    check()
    publish(as_(Role.PUBLISHER), busy_shop, note="Kinder words")
    return busy_shop


def test_versions_tell_who_made_what_live(published: HostedService, as_: As) -> None:
    shown = page(as_(Role.ANALYST), published, "versions")

    assert "Kinder words" in shown
    assert "Publisher" in shown
    assert "Published outside the panel" in shown  # the first one, before there was a panel


def test_one_click_brings_the_earlier_release_back(published: HostedService, as_: As) -> None:
    first = published.folder.store.published()[0]

    assert roll_back(as_(Role.PUBLISHER), published, first).status_code == 302
    assert published.folder.store.live() == first
    assert published.folder.store.standing() == [first]
    moved = Publication.objects.first()
    assert moved
    assert moved.way == Way.ROLL_BACK
    assert AuditEntry.objects.filter(action="rolled_back").exists()


def test_the_audit_log_shows_what_a_move_changed_and_leads_to_the_version(
    published: HostedService, as_: As
) -> None:
    first, second = published.folder.store.published()
    roll_back(as_(Role.PUBLISHER), published, first)
    auditor = as_(Role.AUDITOR)

    entry = AuditEntry.objects.get(action="rolled_back")
    assert WORDING["en"] in entry.before
    assert WORDING["en"] not in entry.after
    shown = auditor.get(reverse("audit-one", args=(published.slug, entry.pk))).content.decode()
    assert f"/versions/?release={first[:12]}" in shown
    versions = page(auditor, published, "versions", f"?release={first[:12]}")
    assert first in versions
    assert second not in versions.replace(f'name="live" value="{second}"', "")


def test_who_goes_back_may_say_why(published: HostedService, as_: As) -> None:
    publisher, (first, _) = as_(Role.PUBLISHER), published.folder.store.published()
    assert "Note for a roll back" in page(publisher, published, "versions")
    roll_back(publisher, published, first, note="The old words were right")

    assert "The old words were right" in page(as_(Role.ANALYST), published, "versions")
    assert "Note for a roll back" not in page(as_(Role.ANALYST), published, "versions")


def test_tested_numbers_are_told_from_expected_ones(published: HostedService, as_: As) -> None:
    shown = page(as_(Role.ANALYST), published, "versions")

    assert '<span class="tag changed">expected</span>' in shown
    assert '<span class="tag">tested</span>' in shown


def test_a_release_that_was_rolled_back_can_come_again(published: HostedService, as_: As) -> None:
    first, second = published.folder.store.published()
    publisher = as_(Role.PUBLISHER)
    roll_back(publisher, published, first)
    roll_back(publisher, published, second)

    assert published.folder.store.live() == second
    assert published.folder.store.standing() == [first, second]


def test_a_specialist_cannot_roll_back(published: HostedService, as_: As) -> None:
    first, second = published.folder.store.published()

    assert roll_back(as_(Role.SPECIALIST), published, first).status_code == 403
    assert published.folder.store.live() == second
    assert "Roll back to version" not in page(as_(Role.SPECIALIST), published, "versions")


def test_nothing_moves_where_something_else_is_live_by_now(
    published: HostedService, as_: As
) -> None:
    first, second = published.folder.store.published()

    response = roll_back(as_(Role.OWNER), published, first, live=first)
    assert response.status_code == 422
    assert published.folder.store.live() == second


def test_a_release_that_breaks_its_examples_does_not_come_back(
    published: HostedService, as_: As, tiny_training: Trained
) -> None:
    release, store = tiny_training.release, published.folder.store
    late = replace(
        release.service.template(TemplateId("sorry_late")),
        rule="trips > 1",
        examples=(TemplateExample(gets_it=True, facts={"trips": 1}),),
    )
    broken = replace(release, service=with_template(release.service, late))
    digest = write(replace(tiny_training, release=broken), store.root)
    live = store.live()

    response = roll_back(as_(Role.OWNER), published, digest)
    assert response.status_code == 422
    assert "sorry_late" in words(response)
    assert store.live() == live


def test_any_two_versions_can_be_compared(published: HostedService, as_: As) -> None:
    first, second = published.folder.store.published()
    shown = page(as_(Role.ANALYST), published, "versions-difference", f"?from={first}&to={second}")

    assert "fee_explained" in shown
    assert WORDING["en"] in strip_tags(shown)
    assert "sorry_late" not in shown


def test_a_version_that_is_not_there_is_said_so(published: HostedService, as_: As) -> None:
    address = reverse("versions-difference", args=(published.slug,))

    assert as_(Role.ANALYST).get(f"{address}?from=ff&to=ff").status_code == 422


def test_versions_can_be_filtered_by_how_they_went_live(published: HostedService, as_: As) -> None:
    analyst = as_(Role.ANALYST)

    assert "Kinder words" not in page(analyst, published, "versions", "?way=outside")
    assert "Kinder words" in page(analyst, published, "versions", "?way=content")
    assert "Nothing went live this way yet" in page(analyst, published, "versions", "?way=model")


def an_intent(service: HostedService, by: User, release: str) -> Publication:
    """What a publish has written down before it moves the pointer."""
    draft = open_draft(service)
    Draft.objects.update(closed_at=datetime.now(UTC))
    return Publication.objects.create(
        service=service,
        release=release,
        way=Way.CONTENT,
        draft=draft,
        by=by,
        at=datetime.now(UTC),
    )


def test_a_publish_that_a_crash_cut_short_after_the_move_is_finished(
    busy_shop: HostedService, as_: As, cast: dict[Role, User], save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    digest = prepared_of(check().job.result).release
    intent = an_intent(busy_shop, cast[Role.PUBLISHER], digest)
    busy_shop.folder.store.publish(digest, at=intent.at)

    page(as_(Role.ANALYST), busy_shop, "versions")
    intent.refresh_from_db()
    assert intent.is_done
    assert versions_of(busy_shop)[0].publication == intent
    assert open_draft(busy_shop) is None
    assert AuditEntry.objects.filter(action="published", by=cast[Role.PUBLISHER]).count() == 1


def test_a_publish_that_a_crash_cut_short_before_the_move_never_was(
    busy_shop: HostedService, as_: As, cast: dict[Role, User], save: Save, check: Check
) -> None:
    save("fee_explained", texts=WORDING)
    an_intent(busy_shop, cast[Role.PUBLISHER], prepared_of(check().job.result).release)
    save("sorry_late", texts={"en": "Sorry."})  # into a new draft, by somebody quick

    page(as_(Role.ANALYST), busy_shop)
    assert not Publication.objects.exists()
    assert {key for _, key in edited_content(busy_shop).items} == {"fee_explained", "sorry_late"}
    assert not AuditEntry.objects.filter(action="published").exists()
