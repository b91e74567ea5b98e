import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from fastapi.dependencies import models as fastapi_models
from hypothesis import settings
from tests.builders import MONDAY, a_service, carla, some_splits

from firstline.engine import Engine
from firstline.inference.encoders import Encoder, load_encoder
from firstline.journal.writer import Journal
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.training import Trained, train, write
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore

# The same examples in every run, since a test that fails one time in a hundred teaches nobody;
# `--hypothesis-profile=explore` looks for new ones. No deadline: machines differ.
settings.register_profile("explore", deadline=None)
settings.register_profile("same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:  # noqa: ARG001
    """Let the tests alone empty the audit log, which refuses everybody."""
    from firstline.panel.audit.guards import guard, unguard  # noqa: PLC0415 - needs Django set up

    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # its hook

    def empty_without_guards(test: TransactionTestCase) -> None:
        unguard(connection)
        empty(test)
        guard(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_without_guards)
        yield


@pytest.fixture(autouse=True)
def forget_apps() -> Iterator[None]:
    """Let go of a test's apps, and so of their encoders: 200 MB each, kept by FastAPI's caches."""
    yield
    caches = [it for it in vars(fastapi_models).values() if hasattr(it, "cache_clear")]
    assert caches, "FastAPI keeps endpoints elsewhere now: find what holds the apps"
    if any(it.cache_info().currsize for it in caches):
        for it in caches:
            it.cache_clear()
        gc.collect()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    # What every training reads anew is computed once.
    return RememberingEncoder(load_encoder("all-MiniLM-L6-v2", sessions=2))


@pytest.fixture(scope="session")
def tiny_training(encoder: Encoder) -> Trained:
    service = a_service()
    return train(service, some_splits(service), encoder, examples=[carla()])


@pytest.fixture(scope="session")
def tiny_release_store(tiny_training: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one live release; tests that publish must work on a copy."""
    root = tmp_path_factory.mktemp("releases")
    digest = write(tiny_training, root)
    ReleaseStore(root).publish(digest, at=MONDAY)
    return root


@pytest.fixture(scope="session")
def engine(tiny_release_store: Path, encoder: Encoder) -> Engine:
    """The live release of the tiny store, loaded."""
    live = ReleaseStore(tiny_release_store).live()
    assert live
    return Engine(read_release(tiny_release_store / live), encoder)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.sqlite3", busy_timeout_s=0.05)
    yield journal
    journal.close()
