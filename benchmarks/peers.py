"""Firstline beside SetFit and AutoIntent: accuracy, training, latency, memory; one machine.

Every classifier learns the same rows with the same MiniLM, in a process of its own on one
thread, and is asked about the whole test part in scope. SetFit needs `.venv-train`; AutoIntent
excludes its packages and has `.venv-autointent` (FIRSTLINE_AUTOINTENT_PYTHON names another).
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet, banking77, clinc150
from firstline.domain.cases import Case
from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files

RUNS = Path(__file__).parent / "peer_runs"
PYTHONS = {
    "ours": sys.executable,
    "set_fit": sys.executable,
    "auto_intent": os.environ.get("FIRSTLINE_AUTOINTENT_PYTHON", ".venv-autointent/bin/python"),
}
PER_TOPIC = 10
LONGEST_S = 3_600  # SetFit takes about half an hour for BANKING77's 770 rows on one core
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}


def measure() -> Mapping[str, Any]:
    """Compare all of them on BANKING77 and CLINC150, ten rows of each topic."""
    return {
        public.name: {
            name: run(name, task_of(public, per_topic=PER_TOPIC, seed=0)) for name in PYTHONS
        }
        for public in (make() for make in SETS)
    }


SETS: tuple[Callable[[], PublicSet], ...] = (banking77, clinc150)


def task_of(public: PublicSet, *, per_topic: int, seed: int) -> dict[str, Any]:
    """Draw rows of each topic from the training part; the test part is asked as a whole."""
    topics = sorted({str(c.topic_id) for c in public.train if c.topic_id != OUT_OF_SCOPE})
    drawn = random.Random(seed)
    learnt = [
        case
        for topic in topics
        for case in drawn.sample([c for c in public.train if c.topic_id == topic], per_topic)
    ]
    asked = [case for case in public.test if case.topic_id != OUT_OF_SCOPE]
    return {
        "topics": topics,
        "train": _texts(learnt),
        "train_topics": [topics.index(str(case.topic_id)) for case in learnt],
        "test": _texts(asked),
        "test_topics": [topics.index(str(case.topic_id)) for case in asked],
        "encoder": str(find_files(MINILM)),
        "seed": seed,
    }


def _texts(cases: Sequence[Case]) -> list[str]:
    return [case.inquiry.text for case in cases]


def run(name: str, task: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let a program do the task; say why there are no numbers where it cannot."""
    python = Path(PYTHONS[name])
    if not python.exists():
        return {"not_measured": f"there is no {python}"}
    with tempfile.TemporaryDirectory() as scratch:
        finished = subprocess.run(
            [python.absolute(), (RUNS / f"{name}.py").absolute()],
            input=json.dumps({**task, "scratch": scratch}),
            capture_output=True,
            text=True,
            env={**os.environ, **OFFLINE},
            timeout=LONGEST_S,
            check=False,
            cwd=scratch,
        )
    lines = finished.stdout.splitlines()
    if finished.returncode or not lines:
        reason = (finished.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        return {"not_measured": reason}
    numbers: Mapping[str, Any] = json.loads(lines[-1])
    return numbers
