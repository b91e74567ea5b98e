"""Every event arrives at least once, while its endpoint can be reached within a day."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone
from tests.panel.webhooks.receivers import Receiver, receiving

from firstline.panel.accounts.models import User
from firstline.panel.audit.models import AuditEntry
from firstline.panel.webhooks.deliveries import CLAIMED_FOR, claim
from firstline.panel.webhooks.endpoints import (
    make,
    pause,
    remove,
    resume,
    send_dead_again,
    send_one_again,
)
from firstline.panel.webhooks.models import Attempt, Delivery, Endpoint, Pause, State
from firstline.work import delivering
from firstline.work.delivering import EXCERPT, Lanes, deliver
from firstline.work.forgetting import forget_what_expired

pytestmark = pytest.mark.usefixtures("talk")
"""Somebody has opened a conversation, which is one event."""
Deliver = Callable[[timedelta], int]


@pytest.fixture
def start() -> datetime:
    return timezone.now()


@pytest.fixture
def after(hook: Endpoint, start: datetime) -> Deliver:
    """Deliver what is due so long after the event."""

    def run(so_long: timedelta) -> int:
        return deliver(hook.pk, clock=lambda: start + so_long)

    return run


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def the_delivery() -> Delivery:
    return Delivery.objects.get()


def test_what_has_arrived_is_not_sent_again(after: Deliver, desk: Receiver) -> None:
    assert [after(seconds(1)), after(timedelta(days=1))] == [1, 0]

    assert the_delivery().state == State.DELIVERED
    assert desk.got[0].path == "/hooks"
    assert desk.got[0].headers["content-type"] == "application/json"


def test_a_failure_is_tried_again_ever_later_under_the_same_id(
    after: Deliver, desk: Receiver, hook: Endpoint
) -> None:
    desk.status = 500

    assert [after(seconds(s)) for s in (0.5, 9, 11, 60, 72, 300)] == [1, 0, 1, 0, 1, 0]
    hook.refresh_from_db()
    assert hook.failing_since is not None
    desk.status = 204
    assert after(seconds(400)) == 1

    assert len(desk.got) == 4
    assert len(set(desk.ids)) == 1
    assert len({request.headers["webhook-timestamp"] for request in desk.got}) == 4
    assert [attempt.status for attempt in Attempt.objects.all()] == [500, 500, 500, 204]
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_after_a_day_it_is_given_up_until_somebody_asks(
    after: Deliver, desk: Receiver, hook: Endpoint, olga: User, start: datetime
) -> None:
    desk.status = 503
    attempts = sum(after(timedelta(minutes=m)) for m in range(1, 25 * 60, 2))

    assert the_delivery().state == State.DEAD
    assert 12 < attempts < 20
    last = Attempt.objects.last()
    assert last is not None
    assert timedelta(hours=21) < last.at - start < timedelta(hours=24, minutes=1)

    desk.status = 200
    assert send_dead_again(hook, by=olga, now=start + timedelta(days=2)) == 1
    assert after(timedelta(days=2, seconds=1)) == 1
    assert the_delivery().state == State.DELIVERED
    assert len(set(desk.ids)) == 1


def test_a_worker_that_dies_midway_leaves_the_event_to_be_sent_again(
    after: Deliver, hook: Endpoint, desk: Receiver, start: datetime
) -> None:
    assert len(claim(hook.pk, start + seconds(1))) == 1  # and then the power went

    assert after(seconds(2)) == 0
    assert after(seconds(2) + CLAIMED_FOR) == 1
    assert len(desk.got) == 1


def test_two_workers_do_not_send_the_same(hook: Endpoint, start: datetime) -> None:
    claimed = [len(claim(hook.pk, start + seconds(1))) for _ in range(2)]

    assert claimed == [1, 0]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("120", 120),
        ("1", 10),  # our own pause is longer
        ("99999999999999999999", 6 * 3600),
        ("soon", 10),
        ("-5", 10),
        ("Tue, 40 Foo 2026 10:00:00 GMT", 10),
    ],
)
def test_an_endpoint_may_ask_for_a_pause_within_bounds(
    asked: str, waited: int, after: Deliver, desk: Receiver, start: datetime
) -> None:
    desk.status, desk.headers = 429, {"retry-after": asked}
    after(seconds(1))

    assert the_delivery().due_at == start + seconds(1) + seconds(waited)


def test_an_endpoint_may_name_the_time_it_is_back(
    after: Deliver, desk: Receiver, start: datetime
) -> None:
    back = (start + timedelta(minutes=30)).replace(microsecond=0)
    desk.status, desk.headers = 503, {"retry-after": format_datetime(back, usegmt=True)}
    after(seconds(1))

    assert the_delivery().due_at == back


def test_an_endpoint_that_is_gone_is_paused_and_the_audit_log_says_so(
    after: Deliver, desk: Receiver, hook: Endpoint
) -> None:
    desk.status = 410
    after(seconds(1))

    hook.refresh_from_db()
    assert hook.pause == Pause.GONE
    assert the_delivery().state == State.DEAD
    assert AuditEntry.objects.latest("pk").by_name == "Firstline"


def test_a_paused_endpoint_gets_nothing_and_later_all(
    after: Deliver, desk: Receiver, hook: Endpoint, olga: User
) -> None:
    pause(hook, by=olga)
    assert after(seconds(1)) == 0

    resume(hook, by=olga)
    assert after(timedelta(days=3)) == 1
    assert len(desk.got) == 1


def test_a_removed_endpoint_gets_nothing_and_is_forgotten(
    after: Deliver, hook: Endpoint, olga: User, start: datetime
) -> None:
    remove(hook, by=olga, now=start)

    assert after(seconds(1)) == 0
    forget_what_expired(start + timedelta(days=1))
    assert not Endpoint.objects.exists()


def test_a_redirect_is_not_followed(after: Deliver, desk: Receiver) -> None:
    with receiving() as elsewhere:
        desk.status, desk.headers = 307, {"location": elsewhere.address}
        after(seconds(1))

    assert elsewhere.got == []
    assert the_delivery().state == State.WAITING


def test_the_beginning_of_an_answer_is_kept_and_no_more(after: Deliver, desk: Receiver) -> None:
    desk.status, desk.answer = 500, b"No \0 such \xff table" + b"x" * 1_000_000
    after(seconds(1))

    kept = Attempt.objects.get().answer
    assert kept.startswith("No � such � table")
    assert len(kept) == EXCERPT


def test_a_server_that_is_down_is_a_failed_attempt(after: Deliver, hook: Endpoint) -> None:
    with receiving() as gone:
        Endpoint.objects.filter(pk=hook.pk).update(address=gone.address)
    after(seconds(1))

    attempt = Attempt.objects.get()
    assert attempt.status is None
    assert attempt.answer


def test_what_arrived_can_be_sent_once_more(
    after: Deliver, desk: Receiver, olga: User, start: datetime
) -> None:
    after(seconds(1))
    send_one_again(the_delivery(), by=olga, now=start)
    after(seconds(2))

    assert len(desk.got) == 2
    assert len(set(desk.ids)) == 1


def test_events_are_forgotten_after_thirty_days(start: datetime) -> None:
    forget_what_expired(start + timedelta(days=29))
    assert Delivery.objects.exists()

    forget_what_expired(start + timedelta(days=31))
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_slow_endpoint_holds_up_neither_others_nor_the_ticks(
    hook: Endpoint, desk: Receiver, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "TIMEOUT_S", 0.5)
    desk.waits_for = threading.Event()
    lanes = Lanes()
    with receiving() as quick:
        other = Endpoint(service=hook.service, address=quick.address, events=["message.received"])
        make(other, by=olga)
        Delivery.objects.create(
            event=Delivery.objects.get().event, endpoint=other, due_at=timezone.now()
        )
        assert lanes.start(timezone.now()) == 2
        assert lanes.start(timezone.now()) == 0  # both lanes are busy, or have nothing left
        lanes.finish()

    assert len(quick.got) == 1
    states = {d.endpoint_id: d.state for d in Delivery.objects.all()}
    assert states == {hook.pk: State.WAITING, other.pk: State.DELIVERED}
    assert Attempt.objects.get(delivery__endpoint=hook).answer == "no answer within 0.5 seconds"
