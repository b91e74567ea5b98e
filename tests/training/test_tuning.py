import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tests.builders import CHARGED_TWICE, LOST_ITEM, a_service, some_splits
from tests.training.conftest import PLAN

from firstline.engine import Engine
from firstline.inference.encoders import load_encoder
from firstline.inference.registry import MINILM
from firstline.inference.tuned import TUNED
from firstline.learning.training import train, write
from firstline.learning.tuning.batches import tokenise
from firstline.learning.tuning.corpora import Corpus
from firstline.learning.tuning.masked import MaskedObjective
from firstline.learning.tuning.networks import Network
from firstline.learning.tuning.recipes import ADAPTATION, REFRESHING, Plan
from firstline.learning.tuning.tuning import Tuned, tune
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore

MESSAGES = (CHARGED_TWICE, LOST_ITEM, "the voucher says that it has expired, why is that so?", "hi")


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def changed(before: Path, after: Path) -> set[str]:
    old, new = weights(before), weights(after)
    assert old.keys() == new.keys()
    return {name for name in old if not torch.equal(old[name], new[name])}


def test_tuning_changes_every_layer_but_leaves_the_words(
    tuned: Tuned, store: Path, minilm_files: Path
) -> None:
    moved = changed(minilm_files, store / TUNED / tuned.card.name)

    assert {name.split(".")[2] for name in moved if name.startswith("encoder.layer.")} == set(
        "012345"
    )
    assert "embeddings.word_embeddings.weight" not in moved


def test_tuned_messages_of_a_topic_move_together(tuned: Tuned, store: Path) -> None:
    """Of these two, neither was learnt from."""
    texts = ["Hey, I paid the same trip twice", "Hey, my bank shows a double charge"]
    before = load_encoder(MINILM.name).encode(texts)
    after = load_encoder(tuned.card.name, store=store).encode(texts)

    assert after[0] @ after[1] > before[0] @ before[1]


def test_the_served_vectors_are_those_that_were_trained(tuned: Tuned, store: Path) -> None:
    folder = store / TUNED / tuned.card.name
    served = load_encoder(tuned.card.name, store=store).encode(MESSAGES)
    trained = Network.of(folder).read(tokenise(folder, MESSAGES))

    assert min((served * trained).sum(axis=1)) >= 0.99


def test_a_tuned_encoder_gives_the_same_bits_alone_and_in_a_batch(
    tuned: Tuned, store: Path
) -> None:
    encoder = load_encoder(tuned.card.name, store=store)
    alone = np.concatenate([encoder.encode([message]) for message in MESSAGES])

    assert np.array_equal(encoder.encode(MESSAGES), alone)


def test_the_same_history_gives_the_same_encoder(
    tuned: Tuned, minilm_files: Path, corpus: Corpus, tmp_path: Path
) -> None:
    torch.manual_seed(20_260_302)  # whatever was drawn before
    again = tune(MINILM, minilm_files, corpus, plan=PLAN, store=tmp_path)

    assert again == tuned


def test_nothing_but_the_encoder_is_left_in_the_store(tuned: Tuned, store: Path) -> None:
    assert [path.name for path in (store / TUNED).iterdir()] == [tuned.card.name]


def test_adaptation_makes_the_services_own_words_easier_to_guess(
    minilm_files: Path, corpus: Corpus, tmp_path: Path
) -> None:
    plan = replace(PLAN, adaptation=replace(ADAPTATION, epochs=8))
    adapted = tune(MINILM, minilm_files, corpus, plan=plan, store=tmp_path)
    unadapted, learnt = (
        _loss_of_hidden_words(folder, corpus)
        for folder in (minilm_files, tmp_path / TUNED / adapted.card.name)
    )

    assert learnt < unadapted


def _loss_of_hidden_words(folder: Path, corpus: Corpus) -> float:
    network = Network.of(folder)
    network.model.eval()
    objective = MaskedObjective.started(network, tokenise(folder, corpus.texts))
    torch.manual_seed(1)
    return float(objective.loss(np.arange(len(corpus.texts))).detach())


def test_a_refresh_moves_the_last_layers_only(
    tuned: Tuned, store: Path, corpus: Corpus, tmp_path: Path
) -> None:
    before = store / TUNED / tuned.card.name
    fresh = tune(tuned.card, before, corpus, plan=Plan(supervised=REFRESHING), store=tmp_path)
    moved = changed(before, tmp_path / TUNED / fresh.card.name)

    assert fresh.card.base == MINILM.name
    assert {name.split(".")[2] for name in moved} == {"4", "5"}


def test_a_release_trained_on_it_answers_from_the_store(
    tuned: Tuned, store: Path, tmp_path: Path
) -> None:
    shutil.copytree(store, tmp_path, dirs_exist_ok=True)
    service = replace(a_service(), encoder=tuned.card.name)
    encoder = load_encoder(tuned.card.name, store=tmp_path)
    trained = train(service, some_splits(service), encoder)
    digest = write(trained, tmp_path)
    release = read_release(ReleaseStore(tmp_path).folder(digest))
    engine = Engine.load(release, store=tmp_path)
    inquiries = [case.inquiry for case in some_splits(service).test]

    assert release.model.encoder_base == MINILM.name
    assert [decision.kind for decision in engine.answer_many(inquiries)] == [
        decision.kind for decision in trained.decisions
    ]
