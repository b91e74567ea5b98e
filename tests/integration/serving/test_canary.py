import time
from dataclasses import replace
from datetime import UTC, datetime

from tests.builders import some_thresholds
from tests.integration.serving.conftest import PATIENCE_S, Customers, Service

from firstline.learning.training import Trained, write
from firstline.release.canaries import Canary
from firstline.release.records import GoldenSet, Release
from firstline.release.store import ReleaseStore

CONVERSATIONS = [f"conversation {number}" for number in range(60)]


def start(service: Service, trained: Trained, release: Release) -> Canary:
    digest = write(replace(trained, release=release), service.store)
    store = ReleaseStore(service.store)
    canary = Canary(digest=digest, share=0.5, started_at=datetime.now(UTC))
    store.canaries.start(canary, live=store.live())
    return canary


def releases_by_conversation(service: Service) -> dict[str, str]:
    return {key: service.ask(key)[1]["release"] for key in CONVERSATIONS}


def wait_until(service: Service, canary: Canary, *, answers: bool) -> None:
    key = next(key for key in CONVERSATIONS if canary.takes(key))
    deadline = time.monotonic() + PATIENCE_S
    while (service.ask(key)[1]["release"] == canary.digest) is not answers:
        assert time.monotonic() < deadline, "the service did not follow"


def test_a_canary_comes_and_goes_under_load_and_fails_nobody(
    service: Service, customers: Customers, tiny_training: Trained
) -> None:
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="other"))
    store = ReleaseStore(service.store)

    customers.come()
    canary = start(service, tiny_training, other)
    wait_until(service, canary, answers=True)
    answered_by = releases_by_conversation(service)
    again = releases_by_conversation(service)
    store.canaries.stop("enough", at=datetime.now(UTC))
    wait_until(service, canary, answers=False)
    customers.leave()

    expected = {key: canary.digest if canary.takes(key) else store.live() for key in answered_by}
    assert answered_by == again == expected
    assert {status for status, _ in customers.answers} == {200}
    assert customers.cut_off == 0


def test_a_canary_that_answers_nothing_is_stopped_by_the_service_itself(
    service: Service, customers: Customers, tiny_training: Trained
) -> None:
    silent = replace(
        tiny_training.release,
        thresholds=some_thresholds(tiny_training.release.service, threshold=None),
        golden=GoldenSet(),
    )
    customers.come()
    canary = start(service, tiny_training, silent)
    wait_until(service, canary, answers=True)
    wait_until(service, canary, answers=False)
    customers.leave()

    canaries = ReleaseStore(service.store).canaries
    assert canaries.running() is None
    assert "it answers 0.0% of" in (canaries.last_stop() or "")
    assert {status for status, _ in customers.answers} == {200}
