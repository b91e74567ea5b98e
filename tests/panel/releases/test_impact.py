"""What a draft would have done, as the page shows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders import ENGLISH
from tests.panel.releases.conftest import MESSAGES, Check, Save
from tests.panel.releases.pages import page

from firstline.domain.impacts import Change
from firstline.domain.templates import TemplateId
from firstline.journal.reader import JournalReader
from firstline.panel.accounts.roles import Role
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import run_job
from firstline.panel.releases.prepared import PERIODS, prepared_of
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]
CARDS = 'payment_type is "card" and order_cost > 0'
NO_CARDS = 'payment_type is "cash" and order_cost > 0'


def test_past_inquiries_show_what_a_rule_would_have_done(
    busy_shop: HostedService, save: Save, check: Check
) -> None:
    assert busy_shop.folder.past == busy_shop.folder.journal
    save("paid_once", rule=NO_CARDS)
    prepared = prepared_of(check().job.result)

    assert set(prepared.outlooks) == set(PERIODS)
    impact = prepared.judged
    assert impact
    assert impact.inquiries == len(MESSAGES)
    assert impact.counts[Change.NO_LONGER_ANSWERED] == 2
    assert impact.coverage.difference == -2 / len(MESSAGES)
    assert [cause.template_id for cause in impact.causes] == ["paid_once"]
    assert impact.causes[0].coverage == impact.coverage.difference


def test_samples_are_redacted_and_lead_to_their_traces(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    check()
    analyst = as_(Role.ANALYST)

    shown = page(analyst, busy_shop)
    assert "⟨CARD⟩" in shown
    assert "4111" not in shown
    entry = next(JournalReader(busy_shop.folder.journal).entries())
    address = reverse("publish-decision", args=(busy_shop.slug, entry.decision_id))
    assert address in shown
    trace = analyst.get(address).content.decode()
    assert "Answered automatically with paid_once" in trace


def test_a_decision_of_nobody_is_not_found(busy_shop: HostedService, as_: As) -> None:
    address = reverse("publish-decision", args=(busy_shop.slug, "d0"))

    assert as_(Role.OWNER).get(address).status_code == 404


def test_an_order_shows_what_a_rule_adds_and_takes_away(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule='order_cost > 10 and (payment_type is "card" or trips > 3)')
    effect = (prepared_of(check().job.result).effects or ())[0]

    assert effect.added
    assert effect.removed
    shown = page(as_(Role.SPECIALIST), busy_shop)
    assert "additionally sent" in shown
    assert "no longer sent" in shown


def test_proofs_say_what_the_draft_brings(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_in_cash", rule='payment_type is "cash" and payment_type is "card"')
    found = prepared_of(check().job.result).proofs

    assert found
    assert ("never true", ("paid_in_cash",)) in {(f.kind, f.templates) for f in found.new}
    assert "paid_in_cash is never sent" in page(as_(Role.SPECIALIST), busy_shop)


def test_wording_alone_changes_no_decision(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts={"en": "It pays for the way."})
    check()

    shown = page(as_(Role.SPECIALIST), busy_shop, query="?days=7")
    assert f"All {len(MESSAGES)} inquiries would have been treated as they were" in shown
    assert "Every promise is kept as it was" in shown
    assert "would read the new text" not in shown  # no customer got that reply


@pytest.mark.parametrize("rule", [CARDS, f"{CARDS} and order_cost > 0.01"])
def test_other_words_for_a_reply_say_how_many_would_read_them(
    busy_shop: HostedService, as_: As, save: Save, check: Check, rule: str
) -> None:
    live = live_release(busy_shop)
    assert live
    text = live.service.template(TemplateId("paid_once")).texts[ENGLISH]
    save("paid_once", rule=rule, texts={"en": f"Hello! {text}"})
    check()
    specialist = as_(Role.SPECIALIST)

    shown = page(specialist, busy_shop)
    assert f"All {len(MESSAGES)} inquiries would have been treated as they were" in shown
    assert "2 customers would read the new text" in shown
    assert "kind=reworded" in shown
    listed = page(specialist, busy_shop, "publish-changed", "?days=30&kind=reworded")
    assert listed.count("<blockquote>") == 2
    assert "with its new text (en)" in listed


def test_changed_inquiries_have_a_page_of_their_own_by_kind(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    check()
    analyst = as_(Role.ANALYST)
    address = reverse("publish-changed", args=(busy_shop.slug,))

    assert f"{address}?days=30&amp;kind=no_longer_answered" in page(analyst, busy_shop)
    lost = page(analyst, busy_shop, "publish-changed", "?days=30&kind=no_longer_answered")
    assert lost.count("<blockquote>") == 2
    assert page(analyst, busy_shop, "publish-changed").count("<blockquote>") == 2
    none = page(analyst, busy_shop, "publish-changed", "?days=30&kind=newly_answered")
    assert "No inquiry of these days would change this way" in none


def test_of_many_changed_inquiries_some_are_kept_and_paged(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    job = check().job
    assert job.result
    impact = job.result["outlooks"]["30"]["impact"]
    impact["samples"] = impact["samples"][:1] * 50
    impact["counts"]["no_longer_answered"] = 1_200
    Job.objects.update(result=job.result)
    analyst = as_(Role.ANALYST)

    first = page(analyst, busy_shop, "publish-changed", "?kind=no_longer_answered")
    assert "50 of 1,200, drawn at random" in first
    assert first.count("<blockquote>") == 20
    assert "Page 1 of 3, 50 in all" in first
    last = page(analyst, busy_shop, "publish-changed", "?kind=no_longer_answered&page=3")
    assert last.count("<blockquote>") == 10


def test_nothing_is_known_of_a_draft_that_was_not_checked(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("paid_once", rule=NO_CARDS)

    assert "was not checked as it is now" in page(as_(Role.ANALYST), busy_shop, "publish-changed")


def test_topics_are_named_linked_and_sorted(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    job = check().job
    assert job.result
    tally = job.result["outlooks"]["30"]["impact"]["topics"][0]
    topics = [{**tally, "topic_id": id_} for id_ in ("lost_item", "charged_twice", "gone_by_now")]
    job.result["outlooks"]["30"]["impact"]["topics"] = topics
    Job.objects.update(result=job.result)
    analyst = as_(Role.ANALYST)

    shown = page(analyst, busy_shop, query="?sort=-topic")
    _, _, table = shown.partition("By topic")
    address = reverse("topics-one", args=(busy_shop.slug, "lost_item"))
    assert f'<a href="{address}">' in table
    assert table.index("/lost_item/") < table.index("gone_by_now") < table.index("/charged_twice/")
    assert "topics/one/gone_by_now" not in table  # it has no page any more


def test_a_promise_says_of_which_topics_it_is(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    job = check().job
    assert job.result
    pool: dict[str, Any] = {
        "target": 0.9,
        "delta": 0.1,
        "threshold": 0.8,
        "cases": 50,
        "answered": 40,
    }
    pool |= {"right": 40, "lower_bound": 0.9, "cases_needed": 0, "name": "all other topics"}
    topics = ["lost_item", "driver_late", "promo_code", "accident", "cancellation_fee"]
    pool["topics"] = topics
    change = {"topics": topics, "before": pool, "after": None}
    Job.objects.update(result=job.result | {"promises": [change]})

    _, _, shown = page(as_(Role.ANALYST), busy_shop).partition("Promises of precision")
    assert "lost item</a>" in shown
    assert "and 2 more" in shown
    assert "all other topics" in shown


def test_each_part_is_shown_as_soon_as_it_is_known(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("paid_once", rule=NO_CARDS)
    job = check().job
    assert job.result
    part = {"outlooks": {"30": job.result["outlooks"]["30"]}}
    Job.objects.update(state=State.RUNNING, result=part, step="proving rules")

    state = reverse("publish-state", args=(busy_shop.slug,))
    shown = as_(Role.SPECIALIST).get(state, headers={"HX-Request": "true"}).content.decode()
    assert "2 of 4 inquiries would have been treated otherwise" in shown
    assert "proving rules" in shown
    assert "With the thresholds of now" in shown
    assert f'hx-get="{state}?days=30"' in shown
    assert "Release note" not in shown


def test_another_edit_makes_the_check_stale(
    busy_shop: HostedService, as_: As, save: Save, check: Check
) -> None:
    save("fee_explained", texts={"en": "It pays for the way."})
    first = check()
    save("fee_explained", texts={"en": "It pays for the whole way."})

    assert "Check this draft" in page(as_(Role.SPECIALIST), busy_shop)
    assert "Check this draft" not in page(as_(Role.ANALYST), busy_shop)
    assert check() != first


def test_a_draft_that_moved_before_its_check_is_checked_again(
    busy_shop: HostedService, as_: As, save: Save
) -> None:
    save("fee_explained", texts={"en": "It pays for the way."})
    specialist, address = as_(Role.SPECIALIST), reverse("publish-check", args=(busy_shop.slug,))
    specialist.post(address)
    save("sorry_late", texts={"en": "Sorry."})
    job = Job.objects.get()
    run_job.call(str(job.pk))

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "check it again" in job.error
    specialist.post(address)
    assert Job.objects.count() == 2


def test_asking_twice_checks_once(busy_shop: HostedService, as_: As, save: Save) -> None:
    save("fee_explained", texts={"en": "It pays for the way."})
    for role in (Role.SPECIALIST, Role.PUBLISHER):
        as_(role).post(reverse("publish-check", args=(busy_shop.slug,)))

    assert Job.objects.count() == 1


def test_a_release_that_was_only_looked_at_is_forgotten_with_the_next_check(
    busy_shop: HostedService, save: Save, check: Check
) -> None:
    store = busy_shop.folder.store
    save("fee_explained", texts={"en": "It pays for the way."})
    first = prepared_of(check().job.result).release
    save("fee_explained", texts={"en": "It pays for the whole way."})
    second = prepared_of(check().job.result).release

    assert not (store.root / first).exists()
    assert not list(store.root.glob(f"{first}*"))
    assert (store.root / second).exists()
    assert (store.root / str(store.live())).exists()
    save("fee_explained", texts={"en": "It pays for the way."})
    assert prepared_of(check().job.result).release == first  # made anew
