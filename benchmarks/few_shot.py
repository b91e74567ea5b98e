"""Few examples of each topic: Firstline beside SetFit and AutoIntent on the same draws.

Nothing but the drawn rows and the names of the topics is learnt from, settings are chosen by
folds of these rows, and the whole test part in scope is asked.
"""

import statistics
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.peers import run, task_of
from benchmarks.public_sets import PublicSet, banking77, clinc150

SETS: tuple[Callable[[], PublicSet], ...] = (banking77, clinc150)
PER_TOPIC = (5, 10)
DRAWS = {"ours": 5, "auto_intent": 1, "set_fit": 1}
MOST_ROWS = {"set_fit": 400}
"""SetFit takes 27 minutes of one core for 385 rows, and as much again for as many more."""


def measure() -> Mapping[str, Any]:
    return {
        public.name: {
            f"{per_topic} per topic": {
                name: _of_draws(
                    [
                        _run(name, task_of(public, per_topic=per_topic, seed=seed))
                        for seed in range(draws)
                    ]
                )
                for name, draws in DRAWS.items()
            }
            for per_topic in PER_TOPIC
        }
        for public in (make() for make in SETS)
    }


def _run(name: str, task: Mapping[str, Any]) -> Mapping[str, Any]:
    rows, most = len(task["train"]), MOST_ROWS.get(name)
    if most is not None and rows > most:
        return {"not_measured": f"{rows:,} rows take it an hour or more"}
    return run(name, task)


def _of_draws(runs: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Average what was measured; the first draw beside it, which every peer has."""
    found = [run for run in runs if "accuracy" in run]
    if not found:
        return runs[0]
    accuracies = [run["accuracy"] for run in found]
    return {
        "accuracy": statistics.mean(accuracies),
        "spread": statistics.pstdev(accuracies),
        "draws": len(found),
        "first": runs[0],
    }
