"""A release on a share of the traffic, started and stopped in the panel."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from tests.panel.training.conftest import DoWork

from firstline.journal.writer import Journal
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


def address(name: str = "models-canary") -> str:
    return reverse(name, args=("shop",))


def test_a_canary_is_started_looked_at_and_stopped(
    shop: HostedService, as_: As, candidate: str, do_work: DoWork
) -> None:
    Journal(shop.folder.journal).close()
    engineer = as_(Role.ML_ENGINEER)
    assert engineer.post(address(), {"release": candidate, "share": "10"}).status_code == 302
    running = shop.folder.store.canaries.running()
    assert running
    assert (running.digest, running.share) == (candidate, 0.1)

    as_(Role.ANALYST).post(address("models-canary-look"))
    waiting = as_(Role.ANALYST).get(address()).content.decode()
    assert 'hx-select="#canary-seen"' in waiting
    do_work()
    page = as_(Role.ANALYST).get(address()).content.decode()
    assert 'hx-select="#canary-seen"' not in page
    assert "answers 10.0 % of the conversations" in page
    assert "Nothing speaks against it" in page
    release = engineer.get(reverse("models-one", args=("shop", candidate))).content.decode()
    assert "How the canary does" in release
    assert "Try as a canary" not in release

    assert as_(Role.ANALYST).post(address("models-canary-stop")).status_code == 403
    assert engineer.post(address("models-canary-stop"), {"reason": "lunch"}).status_code == 302
    assert shop.folder.store.canaries.running() is None
    assert "The last one was stopped: lunch" in engineer.get(address()).content.decode()
    actions = AuditEntry.objects.filter(action__startswith="canary").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["canary_started", "canary_stopped"]


def test_a_share_out_of_bounds_is_refused_at_its_field(
    shop: HostedService, as_: As, candidate: str
) -> None:
    sent = as_(Role.ML_ENGINEER).post(address(), {"release": candidate, "share": "80"})

    assert sent.status_code == 422
    assert shop.folder.store.canaries.running() is None


def test_who_stops_what_has_stopped_is_told_so(as_: As) -> None:
    sent = as_(Role.ML_ENGINEER).post(address("models-canary-stop"))

    assert sent.status_code == 422
    assert "no canary is running any more" in sent.content.decode()
