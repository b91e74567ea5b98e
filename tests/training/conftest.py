"""These tests need the packages of the extra `train`; `make test-train` runs them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import a_service, some_splits

from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files
from firstline.learning.tuning.corpora import Corpus, corpus_of
from firstline.learning.tuning.recipes import TUNING, Plan
from firstline.learning.tuning.tuning import Tuned, tune

Tune = Callable[..., Tuned]
SPLITS = some_splits(a_service())
PLAN = Plan(supervised=replace(TUNING, epochs=3))


@pytest.fixture(scope="session")
def minilm_files() -> Path:
    return find_files(MINILM)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return corpus_of(SPLITS)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="session")
def tuned(minilm_files: Path, corpus: Corpus, store: Path) -> Tuned:
    """MiniLM tuned on the little service of the builders; kept in `store`."""
    return tune(MINILM, minilm_files, corpus, plan=PLAN, store=store)
