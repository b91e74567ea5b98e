from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import CHARGED_TWICE, a_service, a_tuned_encoder, some_splits

from firstline.domain.errors import EncoderHashError, EncoderNotFound
from firstline.engine import Engine
from firstline.inference.encoders import load_encoder
from firstline.inference.registry import MINILM, EncoderCard
from firstline.inference.tuned import TUNED, is_encoder_name, tuned_card
from firstline.learning.heads import SETTINGS
from firstline.learning.training import train, write
from firstline.release.reader import read_release
from firstline.release.records import Release
from firstline.release.store import ReleaseStore


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("releases")


@pytest.fixture(scope="module")
def card(store: Path) -> EncoderCard:
    return a_tuned_encoder(store)


@pytest.fixture(scope="module")
def release(card: EncoderCard, store: Path) -> Release:
    service = replace(a_service(), encoder=card.name)
    encoder = load_encoder(card.name, store=store)
    trained = train(service, some_splits(service), encoder, settings=SETTINGS[:1])
    return read_release(ReleaseStore(store).folder(write(trained, store)))


def test_the_store_serves_an_encoder_that_was_tuned(card: EncoderCard, store: Path) -> None:
    tuned, published = (
        load_encoder(name, store=store).encode([CHARGED_TWICE])[0]
        for name in (card.name, MINILM.name)
    )

    assert 0.8 < tuned @ published < 0.9999


def test_a_folder_of_encoders_serves_it_too(card: EncoderCard, store: Path) -> None:
    assert load_encoder(card.name, folder=store / TUNED).card == card


def test_a_release_names_its_tuned_encoder_its_base_and_its_files(
    release: Release, card: EncoderCard
) -> None:
    assert release.model.encoder == card.name
    assert release.model.encoder_base == MINILM.name
    assert release.model.encoder_sha256 == card.sha256


def test_a_release_answers_with_its_tuned_encoder(release: Release, store: Path) -> None:
    engine = Engine.load(release, store=store)
    inquiry = some_splits(release.service).test[0].inquiry

    assert engine.answer(inquiry).trace.release == release.digest


def test_a_release_of_other_files_is_not_run(release: Release, store: Path) -> None:
    elsewhere = replace(release.model, encoder_sha256=MINILM.sha256)
    with pytest.raises(EncoderHashError, match="made with other files"):
        Engine.load(replace(release, model=elsewhere), store=store)


def test_the_folder_of_tuned_encoders_is_no_release(release: Release, store: Path) -> None:
    assert ReleaseStore(store).folder("").name == release.digest


def test_a_tuned_encoder_that_was_changed_is_refused(tmp_path: Path) -> None:
    card = a_tuned_encoder(tmp_path)
    with (tmp_path / TUNED / card.name / "config.json").open("a") as config:
        config.write(" ")
    with pytest.raises(EncoderHashError, match="not what that name stands for"):
        load_encoder(card.name, store=tmp_path)


def test_a_tuned_encoder_that_is_not_here_says_where_to_get_it(tmp_path: Path) -> None:
    name = f"{MINILM.name}-tuned-0123456789ab"
    with pytest.raises(EncoderNotFound, match=r"looked in: .*Copy its folder from the store"):
        load_encoder(name, store=tmp_path)


def test_files_of_other_content_have_another_name() -> None:
    some, others = ({"model.safetensors": text * 64} for text in ("a", "b"))

    assert tuned_card(MINILM, some).name != tuned_card(MINILM, others).name
    assert tuned_card(MINILM, some) == tuned_card(MINILM, dict(reversed(some.items())))


@pytest.mark.parametrize(
    ("name", "may"),
    [
        (MINILM.name, True),
        (f"{MINILM.name}-tuned-0123456789ab", True),
        (f"{MINILM.name}-tuned-", False),
        (f"{MINILM.name}-tuned-../../secrets", False),
        ("unheard-of-tuned-0123456789ab", False),
    ],
)
def test_a_service_may_name_registered_and_tuned_encoders(name: str, *, may: bool) -> None:
    assert is_encoder_name(name) is may
