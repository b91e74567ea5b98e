"""What a worker does again and again beside its jobs; each is short, and harmless when repeated."""

import logging
from collections.abc import Callable
from datetime import datetime

from firstline.panel.training.schedules import ask_what_is_due
from firstline.work.annotating import record_answers

TICKS: tuple[Callable[[datetime], int], ...] = (ask_what_is_due, record_answers)
log = logging.getLogger(__name__)


def tick(now: datetime) -> None:
    """Do all of it; what fails is logged, and tried again the next time."""
    for each in TICKS:
        try:
            each(now)
        except Exception:
            log.exception("a tick of the worker failed: %s", each.__name__)
