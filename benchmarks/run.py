"""Run every benchmark, print one table, write results/*.json and the README's numbers."""

import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markdown import Markdown

from benchmarks.summary import headlines, summary
from firstline.inference.encoders import fingerprint

PARTS = (
    *("latency", "throughput", "rides", "quality", "out_of_scope", "sentiment"),
    *("redaction", "rules", "proofs", "replay", "panel", "conversations"),
)
"""Modules beside this one, each with a function `measure`."""
SLOW_LANE = ("encoder", "fine_tuning", "few_shot", "fuzz", "discovery")
"""Only run by name: the first three need PyTorch, all but the first many minutes."""
RESULTS = Path(__file__).parent / "results"
README = Path("README.md")
BEGIN, END = "<!-- numbers: written by make bench -->", "<!-- end of numbers -->"


def main() -> None:
    RESULTS.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PARTS:
        Console().print(f"measuring {name}…")
        _write(name, importlib.import_module(f"benchmarks.{name}").measure())
    parts = {name: _read(name) for name in (*PARTS, *SLOW_LANE)}
    text = "\n".join(summary(parts))
    (RESULTS / "summary.md").write_text(text + "\n")
    _into_readme("\n".join(headlines(parts)))
    Console().print(Markdown(text))


def _write(name: str, numbers: Any) -> None:  # noqa: ANN401 - whatever a part measures
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "on": f"{fingerprint()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "numbers": numbers,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=1, default=str) + "\n")


def _read(name: str) -> Any:  # noqa: ANN401
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text())["numbers"] if path.exists() else None


def _into_readme(numbers: str) -> None:
    text = README.read_text()
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if found:
        README.write_text(f"{before}{BEGIN}\n{numbers}\n{END}{after}")


if __name__ == "__main__":
    main()
