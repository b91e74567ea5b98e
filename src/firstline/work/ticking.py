"""What a worker does again and again beside its jobs; each is short, and harmless when repeated."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstline.panel.appointments.finishing import see_to_what_is_due
from firstline.panel.appointments.mails import send_appointment_mails
from firstline.panel.appointments.offering import offer_what_is_due
from firstline.panel.conversations.notices import send_notices
from firstline.panel.customer_data.changing import refresh_changed
from firstline.panel.customer_data.sealing import seal_accesses
from firstline.panel.inbox.holding import send_all_due
from firstline.panel.inbox.presences import forget_presences
from firstline.panel.training.schedules import ask_what_is_due
from firstline.work.annotating import record_answers
from firstline.work.delivering import Lanes
from firstline.work.forgetting import forget_what_expired
from firstline.work.outcomes import record_conversations
from firstline.work.settling import settle_left_behind

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tick:
    do: Callable[[datetime], int]
    every: timedelta = timedelta(0)
    done_at: datetime | None = None

    def __call__(self, now: datetime) -> None:
        """Do it if it is due; what fails is logged, and tried again the next time."""
        if self.done_at and now - self.done_at < self.every:
            return
        try:
            self.do(now)
            self.done_at = now
        except Exception:
            log.exception("a tick of the worker failed: %s", self.do.__name__)


TICKS = (
    Tick(ask_what_is_due),
    Tick(record_answers),
    Tick(settle_left_behind),
    Tick(send_notices),
    Tick(send_all_due),
    Tick(offer_what_is_due),
    Tick(see_to_what_is_due),
    Tick(send_appointment_mails),
    Tick(record_conversations),
    Tick(Lanes().start),
    Tick(refresh_changed),
    Tick(seal_accesses, every=timedelta(hours=1)),
    Tick(forget_what_expired, every=timedelta(hours=1)),
    Tick(forget_presences, every=timedelta(hours=1)),
)


def tick(now: datetime) -> None:
    for each in TICKS:
        each(now)
