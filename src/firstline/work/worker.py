"""The worker process: takes jobs from the queue, one at a time, until it is asked to stop."""

import importlib
import threading
from typing import Any

from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from firstline.panel.jobs.queue import QUICK, beat, revive_silent_jobs
from firstline.work.ticking import tick

JOB_MODULES: tuple[str, ...] = (
    "preparing",
    "histories",
    "training",
    "drawing",
    "comparing",
    "retraining",
    "canaries",
    "annotating",
    "counting",
)
"""Modules of this package whose functions are jobs."""
POLL_S = 0.5  # a page waits for its impact; each look costs a few milliseconds
BEAT_S = 5.0
"""Well below `SILENT_AFTER`, so that a busy machine is not taken for a dead one."""


class _Worker(Worker):
    def run_task(self, db_task_result: "DBTaskResult[..., Any]") -> None:
        load_jobs()
        super().run_task(db_task_result)


def load_jobs() -> None:
    """Import all that learns and analyses, which takes seconds."""
    for name in JOB_MODULES:
        importlib.import_module(f"firstline.work.{name}")


def work(*, only_quick: bool = False, until_empty: bool = False) -> None:
    """Run jobs until SIGTERM or SIGINT; a job under way is finished first.

    Args:
        only_quick: leave what takes minutes to other workers, and be ready at once.
        until_empty: return once nothing waits, instead of waiting for more.
    """
    if only_quick:
        load_jobs()
    stopping = threading.Event()
    beating = threading.Thread(target=_beat, args=(stopping,), name="beat", daemon=True)
    beating.start()
    worker = _Worker(
        queue_names=[QUICK if only_quick else "*"],
        interval=POLL_S,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if threading.current_thread() is threading.main_thread():
        worker.configure_signals()
    try:
        worker.run()
    finally:
        stopping.set()
        beating.join()


def _beat(stopping: threading.Event) -> None:
    """Show that this worker lives, and take over from those that do not."""
    while not stopping.is_set():
        beat()
        revive_silent_jobs()
        tick(timezone.now())
        connections.close_all()
        stopping.wait(BEAT_S)
