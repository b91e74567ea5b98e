"""Run as a program: make a service with a checked history, ask for its training, name the job."""

import sys
from pathlib import Path

from tests.builders import PROBLEMS
from tests.integration.learning.conftest import SERVICE, write_history

from firstline.hosting.panel import bring_up_to_date

if __name__ == "__main__":
    bring_up_to_date()

import firstline.work.histories  # noqa: F401 - registers its jobs
from firstline.panel.accounts.models import User
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import run_job
from firstline.panel.onboarding import histories
from firstline.panel.onboarding.models import HistoryFile
from firstline.panel.onboarding.starting import NewService, start


def work() -> None:
    for job in Job.objects.filter(state=State.WAITING):
        run_job.call(str(job.pk))


def ask_for_training() -> Job:
    mira = User.objects.make("mira@example.com")
    service = start(NewService(title="Tiny", files=SERVICE), by=mira).service
    history = HistoryFile(service=service, name="tiny.csv", file="history.csv", by=mira)
    history.folder.mkdir(parents=True)
    history.size = write_history(history.path, tuple(PROBLEMS)).stat().st_size
    histories.keep(history)
    work()
    histories.map_columns(history, {"text": "text", "topic": "topic"}, by=mira)
    work()
    return histories.train(HistoryFile.objects.get(), by=mira, in_shadow=True)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(ask_for_training().pk.hex)
