"""A shop with two releases and a history to compare them on."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.builders import PROBLEMS
from tests.integration.learning.conftest import write_history

import firstline.work.canaries
import firstline.work.comparing
import firstline.work.drawing
import firstline.work.retraining  # noqa: F401 - all four register their jobs
from firstline.learning.training import Trained, write
from firstline.panel.jobs.models import Job, State
from firstline.panel.jobs.queue import run_job
from firstline.panel.services.models import HostedService
from firstline.work.training import at_most_shadow

DoWork = Callable[[], None]


@pytest.fixture
def candidate(shop: HostedService, tiny_training: Trained) -> str:
    """A release of other content that is not live."""
    release = tiny_training.release
    first, *others = release.service.templates
    edited = replace(release.service, templates=(replace(first, rule="always"), *others))
    other = replace(release, service=edited, scorecard=None)
    return write(replace(tiny_training, release=other), shop.folder.store.root)


@pytest.fixture
def in_shadow(shop: HostedService, tiny_training: Trained) -> str:
    """What is live once more, as a training makes it whose topics are all in shadow."""
    release = tiny_training.release
    assert release.scorecard
    card = replace(release.scorecard, coverage=replace(release.scorecard.coverage, count=0))
    quiet = replace(release, service=at_most_shadow(release.service), scorecard=card)
    return write(replace(tiny_training, release=quiet), shop.folder.store.root)


@pytest.fixture
def learnt_shop(shop: HostedService) -> HostedService:
    """The shop with a history of answered inquiries."""
    write_history(shop.folder.path / "history.csv", tuple(PROBLEMS))
    return shop


@pytest.fixture
def live(shop: HostedService) -> str:
    digest = shop.folder.store.live()
    assert digest
    return digest


@pytest.fixture
def do_work(db: None) -> DoWork:  # noqa: ARG001
    """Do what waits for a worker."""

    def work() -> None:
        for job in Job.objects.filter(state=State.WAITING):
            run_job.call(str(job.pk))

    return work
