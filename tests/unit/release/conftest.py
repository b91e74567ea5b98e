from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from firstline.learning.training import Trained, write


@pytest.fixture
def other_release(tiny_training: Trained) -> Callable[[Path], str]:
    """Write a release that differs in its content part."""

    def write_other(root: Path) -> str:
        release = tiny_training.release
        policy = replace(release.service.policy, suggestions=2)
        changed = replace(release, service=replace(release.service, policy=policy))
        return write(replace(tiny_training, release=changed), root)

    return write_other
