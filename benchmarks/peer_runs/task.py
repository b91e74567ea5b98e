"""What every classifier is given, and what is measured of it; standard library only."""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

TIMED = 100  # messages, one by one, after the accuracy was measured

Predict = Callable[[Sequence[str]], Sequence[int]]
Fit = Callable[[dict[str, Any]], Predict]


def run(fit: Fit) -> None:
    """Train as the task says, ask about its test messages, print the numbers."""
    task = json.load(sys.stdin)
    before = _megabytes()
    started = time.process_time()
    predict = fit(task)
    trained = time.process_time()
    found = predict(task["test"])
    right = sum(int(one) == other for one, other in zip(found, task["test_topics"], strict=True))
    numbers = {
        "accuracy": right / len(task["test"]),
        "accuracy_of": len(task["test"]),
        # of the processor: one thread, so the clock's on an idle machine
        "seconds_to_train": trained - started,
        "milliseconds_per_message": _milliseconds(predict, task["test"][:TIMED]),
        "megabytes": _megabytes(),
        "megabytes_before_training": before,
    }
    print(json.dumps(numbers))


def _milliseconds(predict: Predict, texts: Sequence[str]) -> float:
    seconds = []
    for text in texts:
        started = time.perf_counter()
        predict([text])
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[len(seconds) // 2] * 1_000


def _megabytes() -> float:
    """The most memory that the process has had so far; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
