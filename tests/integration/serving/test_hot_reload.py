import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from tests.integration.serving.conftest import PATIENCE_S, Customers, Service

from firstline.domain.pauses import Pause
from firstline.learning.training import Trained, write
from firstline.release.store import ReleaseStore

ROUNDS = 6
BUDGET_S = 1.0  # from publishing to an answer by the new release


def test_publishing_back_and_forth_under_load_fails_nobody(
    service: Service, customers: Customers, tiny_training: Trained
) -> None:
    store = ReleaseStore(service.store)
    first = store.live()
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="other"))
    second = write(replace(tiny_training, release=other), service.store)
    assert first
    assert first != second

    customers.come()
    seconds = [publish_and_wait(service, (second, first)[turn % 2]) for turn in range(ROUNDS)]
    customers.leave()

    assert {status for status, _ in customers.answers} == {200}
    assert customers.cut_off == 0
    assert {answer["release"] for _, answer in customers.answers} == {first, second}
    assert median(seconds) <= BUDGET_S


def publish_and_wait(service: Service, digest: str) -> float:
    """Publish, and say how long it took until an answer came from that release."""
    ReleaseStore(service.store).publish(digest, at=datetime.now(UTC))
    published = time.monotonic()
    while service.ask()[1]["release"] != digest:
        assert time.monotonic() < published + PATIENCE_S, "the release does not answer"
    return time.monotonic() - published


def test_a_pause_holds_within_a_second_and_fails_nobody(
    service: Service, customers: Customers
) -> None:
    pauses = ReleaseStore(service.store).pauses
    customers.come()
    seconds = []
    for _ in range(ROUNDS // 2):
        pauses.start(Pause(since=datetime.now(UTC), by="Olga"))
        seconds.append(wait_for(service, "suggestion"))
        pauses.end(None, by="Olga", at=datetime.now(UTC))
        seconds.append(wait_for(service, "auto_reply"))
    customers.leave()

    assert {status for status, _ in customers.answers} == {200}
    assert median(seconds) <= BUDGET_S


def wait_for(service: Service, kind: str) -> float:
    """Say how long it took until answers were of this kind."""
    started = time.monotonic()
    while service.ask()[1]["kind"] != kind:
        assert time.monotonic() < started + PATIENCE_S, f"there is no {kind}"
    return time.monotonic() - started
