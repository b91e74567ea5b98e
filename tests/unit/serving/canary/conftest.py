import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from firstline.inference.encoders import Encoder
from firstline.learning.training import Trained, write
from firstline.release.store import ReleaseStore
from firstline.serving.loading import EngineLoader


@pytest.fixture
def store(tiny_release_store: Path, tmp_path: Path) -> ReleaseStore:
    root = tmp_path / "releases"
    shutil.copytree(tiny_release_store, root)
    return ReleaseStore(root)


@pytest.fixture
def loader(store: ReleaseStore, encoder: Encoder) -> EngineLoader:
    return EngineLoader(store, lambda _: encoder)


@pytest.fixture
def candidate(store: ReleaseStore, tiny_training: Trained) -> str:
    """The digest of a release as good as the live one."""
    release = tiny_training.release
    other = replace(release, service=replace(release.service, name="candidate"))
    return write(replace(tiny_training, release=other), store.root)
