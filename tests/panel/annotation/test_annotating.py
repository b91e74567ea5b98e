"""One message on each screen: answer, skip, undo."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.panel.annotation.conftest import Fill

from firstline.domain.decisions import DecisionId
from firstline.journal.entries import Outcome, OutcomeKind
from firstline.journal.reader import JournalReader
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.annotation.models import (
    Annotation,
    AnnotationPlan,
    Queue,
    QueueItem,
    Verdict,
)
from firstline.panel.annotation.next_items import HELD_FOR, next_item
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService
from firstline.work.annotating import UNDO_FOR, record_answers
from firstline.work.ticking import tick

As = Callable[[Role], Client]


def address(item: QueueItem) -> str:
    return reverse("annotate-one", args=("shop", item.queue, item.pk))


def says(client: Client, item: QueueItem, **said: str) -> int:
    return client.post(address(item), {"verdict": "labelled", **said}).status_code


def outcomes(item: QueueItem) -> tuple[Outcome, ...]:
    reader = JournalReader(item.service.folder.journal)
    try:
        return reader.outcomes(DecisionId(item.decision_id))
    finally:
        reader.close()


def test_the_page_shows_the_message_its_facts_and_likely_topics(
    audited: QueueItem, as_: As
) -> None:
    text = as_(Role.AGENT).get(address(audited)).content.decode()

    assert "I was charged twice" in text
    assert "payment_type" in text
    assert 'data-press="Digit1"' in text
    assert "You paid 12.50 once." not in text  # what was sent would lead the auditor


def test_only_templates_whose_rule_holds_are_to_be_chosen(audited: QueueItem, as_: As) -> None:
    page = as_(Role.AGENT).get(address(audited), {"topic": "charged_twice"})

    assert [template.id for template in page.context["fitting"]] == ["paid_once"]
    assert "You paid 12.50 once." in page.content.decode()


def test_choosing_a_topic_changes_only_the_choice(audited: QueueItem, as_: As) -> None:
    query = {"topic": "accident"}
    part = as_(Role.AGENT).get(address(audited), query, headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode()
    assert "Experts answer this topic" in part.content.decode()


def test_an_answer_is_kept_and_the_next_message_comes(
    audited: QueueItem, as_: As, cast: dict[Role, User]
) -> None:
    agent = as_(Role.AGENT)
    sent = agent.post(
        address(audited),
        {"verdict": "labelled", "topic": "charged_twice", "template": "paid_once"},
    )
    assert sent.status_code == 302
    kept = Annotation.objects.get()

    assert (kept.by, kept.topic, kept.template) == (
        cast[Role.AGENT],
        "charged_twice",
        "paid_once",
    )
    assert kept.was_right
    assert AuditEntry.objects.get(action="annotated").after == "charged_twice\npaid_once\n"
    audited.refresh_from_db()
    assert not audited.is_open
    following = agent.get(sent["Location"])
    assert following["Location"] != address(audited)


def test_an_equivalent_or_another_reply_is_judged_as_the_content_says(
    audited: QueueItem, as_: As
) -> None:
    says(as_(Role.AGENT), audited, topic="charged_twice", template="")

    assert Annotation.objects.get().was_right is False


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"topic": ""}, "Choose a topic"),
        ({"topic": "no_such_topic"}, "choose a topic first"),
        ({"topic": "lost_item", "template": "paid_once"}, "answers another topic"),
    ],
)
def test_an_answer_that_names_what_there_is_not_is_refused(
    audited: QueueItem, as_: As, said: dict[str, str], words: str
) -> None:
    sent = as_(Role.AGENT).post(address(audited), {"verdict": "labelled", **said})

    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert not Annotation.objects.exists()


def test_what_is_skipped_comes_back_only_when_asked_for(
    busy_shop: HostedService, audited: QueueItem, as_: As, cast: dict[Role, User]
) -> None:
    busy_shop.queue_items.exclude(pk=audited.pk).delete()
    agent = as_(Role.AGENT)
    agent.post(address(audited), {"verdict": "skipped"})
    nothing = agent.get(reverse("annotate-next", args=("shop", "audit")))
    assert "Show the skipped ones again" in nothing.content.decode()
    other = next_item(busy_shop, Queue.AUDIT, user=cast[Role.OWNER], now=timezone.now())
    assert other == audited  # somebody else may know
    QueueItem.objects.update(held_until=None)
    again = agent.post(reverse("annotate-again", args=("shop", "audit")), follow=True)

    assert "I was charged twice" in again.content.decode()


def test_two_people_do_not_get_the_same_message_at_once(
    busy_shop: HostedService, audited: QueueItem, cast: dict[Role, User]
) -> None:
    busy_shop.queue_items.exclude(pk=audited.pk).delete()
    now = timezone.now()
    first, second = cast[Role.AGENT], cast[Role.SPECIALIST]

    assert next_item(busy_shop, Queue.AUDIT, user=first, now=now) == audited
    assert next_item(busy_shop, Queue.AUDIT, user=second, now=now) is None
    assert next_item(busy_shop, Queue.AUDIT, user=first, now=now) == audited
    late = now + HELD_FOR + timedelta(seconds=1)
    assert next_item(busy_shop, Queue.AUDIT, user=second, now=late) == audited


def test_an_answer_can_be_undone_until_the_journal_has_it(audited: QueueItem, as_: As) -> None:
    agent = as_(Role.AGENT)
    says(agent, audited, topic="charged_twice", template="paid_once")
    assert record_answers(timezone.now()) == 0  # too fresh
    back = agent.post(reverse("annotate-undo", args=("shop",)))

    assert back["Location"] == address(audited)
    assert not Annotation.objects.exists()
    audited.refresh_from_db()
    assert audited.is_open
    assert record_answers(timezone.now() + UNDO_FOR) == 0


def test_the_journal_gets_an_audit_that_retraining_learns_from(audited: QueueItem, as_: As) -> None:
    says(as_(Role.AGENT), audited, topic="charged_twice", template="paid_once")
    tick(timezone.now() + UNDO_FOR)
    tick(timezone.now() + UNDO_FOR)
    (written,) = outcomes(audited)

    assert written.kind is OutcomeKind.AUDIT
    assert (written.topic_id, written.template_id) == ("charged_twice", "paid_once")


def test_what_the_journal_has_is_corrected_by_another_answer(audited: QueueItem, as_: As) -> None:
    agent = as_(Role.AGENT)
    says(agent, audited, topic="charged_twice", template="paid_once")
    record_answers(timezone.now() + UNDO_FOR)
    back = agent.post(reverse("annotate-undo", args=("shop",)), follow=True)
    assert "The journal has your answer" in back.content.decode()
    says(agent, audited, topic="lost_item", template="driver_has_it")
    record_answers(timezone.now() + UNDO_FOR)

    assert [outcome.topic_id for outcome in outcomes(audited)] == ["charged_twice", "lost_item"]
    assert Annotation.objects.get().topic == "lost_item"


def test_what_was_chosen_because_it_teaches_is_no_audit(
    busy_shop: HostedService, audited: QueueItem, as_: As
) -> None:
    busy_shop.queue_items.filter(queue=Queue.NEAR).delete()
    busy_shop.queue_items.filter(pk=audited.pk).update(queue=Queue.NEAR)
    audited.refresh_from_db()
    says(as_(Role.AGENT), audited, topic="charged_twice", template="paid_once")
    record_answers(timezone.now() + UNDO_FOR)

    assert [outcome.kind for outcome in outcomes(audited)] == [OutcomeKind.ANNOTATION]


def test_unsure_is_kept_and_never_learnt_from(audited: QueueItem, as_: As) -> None:
    as_(Role.AGENT).post(address(audited), {"verdict": "unsure"})
    record_answers(timezone.now() + UNDO_FOR)

    assert Annotation.objects.get().verdict == Verdict.UNSURE
    assert outcomes(audited) == ()


def test_a_journal_that_is_gone_does_not_stop_the_worker(audited: QueueItem, as_: As) -> None:
    says(as_(Role.AGENT), audited, topic="charged_twice", template="paid_once")
    audited.service.folder.journal.write_bytes(b"no journal")
    tick(timezone.now() + UNDO_FOR)

    assert Annotation.objects.get().recorded_at is None  # it is tried again


def test_two_people_who_differ_are_shown_and_settled(audited: QueueItem, as_: As) -> None:
    QueueItem.objects.update(wanted=2)
    says(as_(Role.AGENT), audited, topic="charged_twice", template="paid_once")
    audited.refresh_from_db()
    assert audited.is_open  # for the second person
    says(as_(Role.SPECIALIST), audited, topic="lost_item", template="")
    page = as_(Role.ANALYST).get(reverse("annotate-agreement", args=("shop",)))
    assert len(page.context["agreement"].open) == 1
    assert "the same topic in 0.0" in page.content.decode()
    says(as_(Role.OWNER), audited, topic="charged_twice", template="paid_once")

    settled = as_(Role.ANALYST).get(reverse("annotate-agreement", args=("shop",)))
    assert settled.context["agreement"].open == ()
    assert Annotation.objects.get(stands=True).topic == "charged_twice"


def test_audits_show_observed_precision_with_its_interval(
    busy_shop: HostedService, audited: QueueItem, as_: As
) -> None:
    other = busy_shop.queue_items.get(queue=Queue.AUDIT, conversation_id="c2")
    says(as_(Role.AGENT), audited, topic="charged_twice", template="paid_once")
    says(as_(Role.AGENT), other, topic="charged_twice", template="")
    page = as_(Role.ANALYST).get(reverse("annotate-audits", args=("shop",)))
    found = page.context["audits"]

    assert (found.all.right, found.all.of) == (1, 2)
    assert {topic.name: topic.right for topic in found.topics} == {
        "charged twice": 1,
        "lost item": 0,
    }
    assert found.all.lower_bound < 0.5 < found.all.upper_bound
    assert "1 of 2 audited automatic replies were right" in page.content.decode()
    later = as_(Role.ANALYST).get(
        reverse("annotate-audits", args=("shop",)), {"release": "live", "days": "7"}
    )
    assert later.context["is_of_live"]


@pytest.mark.usefixtures("audited")
def test_the_queues_say_how_many_wait_and_are_for_who_annotates(
    as_: As, plan: AnnotationPlan
) -> None:
    page = as_(Role.AGENT).get(reverse("annotate", args=("shop",)))
    states = {state.queue: state for state in page.context["states"]}

    assert states[Queue.AUDIT].waiting >= 2
    assert as_(Role.ANALYST).get(reverse("annotate", args=("shop",))).status_code == 403
    assert as_(Role.ANALYST).get(reverse("annotate-audits", args=("shop",))).status_code == 200
    form = {"audit_percent": "20", "twice_percent": "50"}
    settings = reverse("annotate-settings", args=("shop",))
    assert as_(Role.AGENT).post(settings, form).status_code == 403
    assert as_(Role.ML_ENGINEER).post(settings, form).status_code == 302
    plan.refresh_from_db()
    assert (plan.audit_share, plan.twice_share) == (0.2, 0.5)


def test_items_of_another_service_are_not_there(
    audited: QueueItem, stranger: User, anybody: Client
) -> None:
    anybody.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    foreign = reverse("annotate-one", args=("bakery", audited.queue, audited.pk))

    assert anybody.get(foreign).status_code == 404
    assert anybody.get(address(audited)).status_code == 404


def test_a_message_that_left_the_journal_makes_room_for_another(
    audited: QueueItem, as_: As, refill: Fill
) -> None:
    QueueItem.objects.filter(pk=audited.pk).update(decision_id="d" + "0" * 32)
    sent = as_(Role.AGENT).get(address(audited), follow=True)

    assert "no longer in the journal" in sent.content.decode()
    assert refill() == 0


def test_skipping_the_last_message_can_still_be_undone(
    audited: QueueItem, as_: As, cast: dict[Role, User]
) -> None:
    agent = as_(Role.AGENT)
    for item in audited.service.queue_items.filter(queue=audited.queue):
        agent.post(address(item), {"verdict": "skipped"})

    done = agent.get(reverse("annotate-next", args=("shop", audited.queue)))
    assert "Undo the last answer" in done.text
    agent.post(reverse("annotate-undo", args=("shop",)))

    assert next_item(audited.service, audited.queue, user=cast[Role.AGENT], now=timezone.now())


def test_a_topic_may_be_kept_without_a_reply(audited: QueueItem, as_: As) -> None:
    fits = as_(Role.AGENT).get(address(audited), {"topic": "charged_twice"}).text

    assert "The topic alone counts too" in fits
    assert 'data-topic-leaf="charged_twice"' in fits  # the search finds ids, too


def test_who_only_reads_is_told_who_opens_the_queues(shop: HostedService, as_: As) -> None:
    page = as_(Role.ANALYST).get(reverse("annotate-audits", args=(shop.slug,))).text

    assert "Your role only reads" in page
