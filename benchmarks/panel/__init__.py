"""The panel: its pages beside a large service, impact, publishing, accessibility."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.panel.impacts import measure_impact
from benchmarks.panel.large import ROWS, make_service
from benchmarks.panel.pages import measure_pages
from firstline.hosting.panel import bring_up_to_date


def measure(rows: int = ROWS) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTLINE_PANEL_FOLDER"] = folder
        bring_up_to_date()
        from benchmarks.panel.example import measure_example  # noqa: PLC0415 - needs Django set up

        of_example = measure_example()  # first: it is short, and a large service takes minutes
        hosted = make_service(Path(folder) / "large", rows)
        return {
            "rows": rows,
            "topics": 200,
            "rules": 1_500,
            **measure_pages(),
            "impact": measure_impact(hosted),
            **of_example,
        }
