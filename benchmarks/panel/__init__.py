"""The panel: its pages beside a large service, impact, publishing, accessibility."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.workplaces import run_whole

from benchmarks.panel.accessibility import measure_accessibility
from benchmarks.panel.impacts import measure_impact
from benchmarks.panel.large import ROWS, make_service
from benchmarks.panel.pages import measure_pages
from benchmarks.panel.served import add_second_version, measure_moves
from firstline.hosting.panel import bring_up_to_date
from firstline.release.store import ReleaseStore

EXAMPLE = Path("var/rides")


def measure(rows: int = ROWS) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTLINE_PANEL_FOLDER"] = folder
        bring_up_to_date()
        hosted = make_service(Path(folder) / "large", rows)
        large = {
            "rows": rows,
            "topics": 200,
            "rules": 1_500,
            **measure_pages(),
            "impact": measure_impact(hosted),
        }
    return {**large, **_of_the_example()}


def _of_the_example() -> Mapping[str, Any]:
    """Measure in a real browser, and over HTTP, on a copy of the trained example."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(EXAMPLE, Path(folder) / "rides")
        add_second_version(ReleaseStore(copy / "releases"))
        with run_whole(copy, Path(folder) / "panel") as workplace:
            return {
                "accessibility": measure_accessibility(workplace),
                "served": measure_moves(workplace),
            }
