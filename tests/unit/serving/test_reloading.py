import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from tests.builders import MONDAY, a_tuned_encoder, with_template

from firstline.domain.templates import TemplateExample, TemplateId
from firstline.inference.encoders import Encoder, load_encoder
from firstline.journal.writer import Journal
from firstline.learning.training import Trained, write
from firstline.release import layout
from firstline.release.records import GoldenSet, Release
from firstline.release.store import POINTER, ReleaseStore
from firstline.serving.answering import Answerer
from firstline.serving.loading import EngineLoader
from firstline.serving.reloading import Reloader


@pytest.fixture
def store(tiny_release_store: Path, tmp_path: Path) -> ReleaseStore:
    root = tmp_path / "releases"
    shutil.copytree(tiny_release_store, root)
    return ReleaseStore(root)


@pytest.fixture
def answerer(journal: Journal) -> Answerer:
    return Answerer(journal=journal, sessions=1)


@pytest.fixture
def reloader(store: ReleaseStore, answerer: Answerer, encoder: Encoder) -> Reloader:
    loader = EngineLoader(store, lambda _: encoder)
    return Reloader(store=store, loader=loader, answerer=answerer)


def publish(store: ReleaseStore, trained: Trained, release: Release) -> str:
    digest = write(replace(trained, release=release), store.root)
    return store.publish(digest, at=MONDAY)


def renamed(release: Release, name: str) -> Release:
    return replace(release, service=replace(release.service, name=name))


def count(registry: CollectorRegistry, name: str) -> float | None:
    return registry.get_sample_value(name)


def test_a_published_release_answers_at_the_next_look(
    reloader: Reloader, answerer: Answerer, store: ReleaseStore, tiny_training: Trained
) -> None:
    reloader.look()
    first = answerer.engine
    digest = publish(store, tiny_training, renamed(tiny_training.release, "second"))
    reloader.look()

    assert answerer.engine.release.digest == digest
    assert answerer.engine.release.service.name == "second"
    assert answerer.engine._encoder is first._encoder  # loading it again would take a second
    assert count(answerer.metrics.registry, "firstline_reloads_total") == 2


def test_nothing_is_loaded_while_the_pointer_rests(reloader: Reloader, answerer: Answerer) -> None:
    reloader.look()
    engine = answerer.engine
    reloader.look()

    assert answerer.engine is engine


def test_publishing_what_is_live_changes_nothing(
    reloader: Reloader, answerer: Answerer, store: ReleaseStore
) -> None:
    reloader.look()
    engine = answerer.engine
    store.publish(engine.release.digest, at=MONDAY)
    reloader.look()

    assert answerer.engine is engine


def spoil_weights(folder: Path) -> None:
    (folder / layout.WEIGHTS).write_bytes(b"other numbers")


def remove_manifest(folder: Path) -> None:
    (folder / layout.MANIFEST).unlink()


@pytest.mark.parametrize("damage", [spoil_weights, remove_manifest, shutil.rmtree])
def test_a_damaged_release_is_refused_and_the_old_one_goes_on(
    reloader: Reloader,
    store: ReleaseStore,
    tiny_training: Trained,
    caplog: pytest.LogCaptureFixture,
    damage: Callable[[Path], None],
) -> None:
    reloader.look()
    good = store.live()
    digest = publish(store, tiny_training, renamed(tiny_training.release, "damaged"))
    damage(store.folder(digest))
    reloader.look()

    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.message == "a release was refused"
    assert vars(record)["still_answering"] == good


def test_a_release_that_decides_otherwise_than_recorded_is_refused(
    reloader: Reloader,
    answerer: Answerer,
    store: ReleaseStore,
    tiny_training: Trained,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reloader.look()
    good = answerer.engine
    golden = tiny_training.release.golden
    lie = replace(golden, cases=tuple(replace(c, kind="suggestion") for c in golden.cases))
    publish(store, tiny_training, replace(tiny_training.release, golden=lie))
    reloader.look()

    assert answerer.engine is good
    assert count(answerer.metrics.registry, "firstline_refused_releases_total") == 1
    assert "decides otherwise here" in vars(caplog.records[-1])["error"]
    assert "on 2 of 2 messages" in vars(caplog.records[-1])["error"]


def test_a_release_that_breaks_its_own_examples_is_refused(
    reloader: Reloader,
    answerer: Answerer,
    store: ReleaseStore,
    tiny_training: Trained,
    caplog: pytest.LogCaptureFixture,
) -> None:
    reloader.look()
    good = answerer.engine
    service = tiny_training.release.service
    example = TemplateExample(gets_it=False, facts={})
    broken = replace(service.template(TemplateId("fee_explained")), examples=(example,))
    release = replace(tiny_training.release, service=with_template(service, broken))
    publish(store, tiny_training, release)
    reloader.look()

    assert answerer.engine is good
    assert "fee_explained, example 1: this order should not" in vars(caplog.records[-1])["error"]


def test_a_release_made_with_another_encoder_is_refused(
    reloader: Reloader, answerer: Answerer, store: ReleaseStore, tiny_training: Trained
) -> None:
    model = replace(tiny_training.release.model, encoder_sha256={"model.safetensors": "0" * 64})
    publish(store, tiny_training, replace(tiny_training.release, model=model))
    reloader.look()

    assert count(answerer.metrics.registry, "firstline_refused_releases_total") == 1


def test_a_damaged_pointer_keeps_the_old_release_until_it_is_mended(
    reloader: Reloader, answerer: Answerer, store: ReleaseStore
) -> None:
    reloader.look()
    good = answerer.engine
    (store.root / POINTER).write_text("{")
    reloader.look()
    assert answerer.engine is good

    (store.root / POINTER).unlink()
    reloader.look()
    assert answerer.engine is good


def test_an_empty_store_waits_for_the_first_release(
    reloader: Reloader, answerer: Answerer, store: ReleaseStore, tiny_training: Trained
) -> None:
    (store.root / POINTER).unlink()
    reloader.look()
    digest = publish(store, tiny_training, tiny_training.release)
    reloader.look()

    assert answerer.engine.release.digest == digest


def test_a_release_on_a_tuned_encoder_replaces_one_on_the_published(
    store: ReleaseStore, answerer: Answerer, tiny_training: Trained
) -> None:
    loader = EngineLoader(store, partial(load_encoder, store=store.root))
    reloader = Reloader(store=store, loader=loader, answerer=answerer)
    reloader.look()
    card = a_tuned_encoder(store.root)
    release = tiny_training.release
    model = replace(release.model, encoder=card.name, encoder_sha256=card.sha256)
    digest = publish(store, tiny_training, replace(release, model=model, golden=GoldenSet()))
    reloader.look()

    assert answerer.engine.release.digest == digest
    assert answerer.engine._encoder.card == card


def test_a_release_whose_tuned_encoder_is_not_here_is_refused_and_the_old_one_goes_on(
    store: ReleaseStore, answerer: Answerer, tiny_training: Trained
) -> None:
    loader = EngineLoader(store, partial(load_encoder, store=store.root))
    reloader = Reloader(store=store, loader=loader, answerer=answerer)
    reloader.look()
    before = answerer.engine
    release = tiny_training.release
    model = replace(release.model, encoder="all-MiniLM-L6-v2-tuned-0123456789ab")
    publish(store, tiny_training, replace(release, model=model))
    reloader.look()

    assert answerer.engine is before
    assert count(answerer.metrics.registry, "firstline_refused_releases_total") == 1
