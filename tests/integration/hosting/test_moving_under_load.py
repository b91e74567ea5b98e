"""What is published in the panel answers within a second, and nobody is left without an answer."""

import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE
from tests.workplaces import PATIENCE_S, Person, Workplace, run_whole

from firstline.learning.training import Trained, write
from firstline.panel.accounts.roles import Role
from firstline.release.store import ReleaseStore

ROUNDS = 6
BUDGET_S = 1.0  # from publishing to an answer by the new release
CUSTOMERS = 4


@pytest.fixture
def workplace(
    tiny_training: Trained, tiny_release_store: Path, tmp_path: Path
) -> Iterator[Workplace]:
    """A shop with two versions."""
    store = ReleaseStore(shutil.copytree(tiny_release_store, tmp_path / "shop" / "releases"))
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="other"))
    second = write(replace(tiny_training, release=other), store.root)
    store.publish(second, at=datetime.now(UTC))
    with run_whole(tmp_path / "shop", tmp_path / "panel") as workplace:
        yield workplace


def test_moving_back_and_forth_in_the_panel_fails_no_customer(workplace: Workplace) -> None:
    store = ReleaseStore(workplace.folder / "releases")
    first, second = store.published()
    publisher = Person(workplace)
    publisher.sign_in(Role.PUBLISHER)
    leave, answers = threading.Event(), list[tuple[float, str]]()

    def ask_on() -> None:
        while not leave.is_set():
            release = str(workplace.ask(CHARGED_TWICE, CARD_FACTS)["release"])
            answers.append((time.time(), release))

    def move(release: str) -> float:
        """Make a version live, and say how long it took until it answered a customer."""
        publisher.press("versions/", "versions/back/", release=release, live=str(store.live()))
        moved = store.moves()[-1].at.timestamp()
        deadline = time.monotonic() + PATIENCE_S
        while not (since := [at for at, by in answers if by == release and at > moved]):
            assert time.monotonic() < deadline, "the release does not answer"
            time.sleep(0.01)
        return since[0] - moved

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        asking = [customers.submit(ask_on) for _ in range(CUSTOMERS)]
        try:
            seconds = [move((first, second)[turn % 2]) for turn in range(ROUNDS)]
        finally:
            leave.set()
        for customer in asking:
            customer.result()  # raises if one was refused or cut off

    assert {release for _, release in answers} == {first, second}
    assert median(seconds) <= BUDGET_S
