"""The trained example as people and customers meet it: in a real browser, and over HTTP."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.workplaces import run_whole

from benchmarks.panel.accessibility import measure_accessibility
from benchmarks.panel.served import add_second_version, measure_moves
from firstline.release.store import ReleaseStore

EXAMPLE = Path("var/rides")


def measure_example() -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(EXAMPLE, Path(folder) / "rides")
        add_second_version(ReleaseStore(copy / "releases"))
        with run_whole(copy, Path(folder) / "panel") as workplace:
            return {
                "accessibility": measure_accessibility(workplace),
                "served": measure_moves(workplace),
            }
