"""Few examples of each topic: Firstline beside SetFit on the same draws.

Nothing but the drawn rows and the names of the topics is learnt from, settings are chosen by
folds of these rows, and the whole test part in scope is asked.
"""

import statistics
from collections.abc import Mapping
from typing import Any

from benchmarks.peers import SETS, run, task_of

DRAWS = 5
SET_FIT_DRAWS = 1  # each takes 10–40 minutes on one core


def measure() -> Mapping[str, Any]:
    return {
        public.name: {
            f"{per_topic} per topic": {
                name: _accuracies(
                    [
                        run(name, task_of(public, per_topic=per_topic, seed=seed))
                        for seed in range(draws)
                    ]
                )
                for name, draws in (("ours", DRAWS), ("set_fit", SET_FIT_DRAWS))
            }
            for per_topic in (5, 10)
        }
        for public in (make() for make in SETS)
    }


def _accuracies(runs: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    found = [run["accuracy"] for run in runs if "accuracy" in run]
    if not found:
        return runs[0]
    return {
        "accuracy": statistics.mean(found),
        "spread": statistics.pstdev(found),
        "draws": len(found),
        "seconds_to_train": statistics.mean(r["seconds_to_train"] for r in runs if "accuracy" in r),
    }
