"""What only grows is forgotten, and nothing that still counts."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from firstline.work.forgetting import SIGN_INS_KEPT, forget_what_expired
from firstline.work.ticking import Tick

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _session(*, lasts: timedelta) -> str:
    session = SessionStore()
    session.set_expiry(NOW + lasts)
    session.save()
    return str(session.session_key)


def test_a_session_that_is_over_is_forgotten_and_the_others_are_not() -> None:
    over, goes_on = _session(lasts=-timedelta(days=1)), _session(lasts=timedelta(days=1))
    assert forget_what_expired(NOW) == 1
    assert set(Session.objects.values_list("session_key", flat=True)) == {goes_on} != {over}


def test_old_failures_to_sign_in_are_forgotten(anybody: Client) -> None:
    wrong = {"username": "olga@shop.example", "password": "guess"}
    anybody.post("/sign-in/", wrong)
    assert AccessAttempt.objects.exists()
    forget_what_expired(NOW)
    assert AccessAttempt.objects.exists()
    forget_what_expired(timezone.now() + SIGN_INS_KEPT)
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()


def test_a_tick_is_done_as_often_as_it_should_and_again_when_it_failed() -> None:
    done, broken = [], [True]

    def do(now: object) -> int:
        if broken:
            broken.clear()
            raise ConnectionError
        done.append(now)
        return 1

    hourly = Tick(do, every=timedelta(hours=1))
    times = [NOW + timedelta(minutes=minutes) for minutes in (0, 1, 30, 61, 62)]
    for now in times:
        hourly(now)
    assert done == [times[1], times[3]]
