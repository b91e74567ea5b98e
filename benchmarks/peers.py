"""Classifiers that learn the same rows with the same MiniLM, each in a process of its own.

One thread each, and all are asked about the whole test part in scope. SetFit needs
`.venv-train`; AutoIntent excludes its packages and has `.venv-autointent`
(FIRSTLINE_AUTOINTENT_PYTHON names another).
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.public_sets import OUT_OF_SCOPE, PublicSet
from firstline.domain.cases import Case
from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files

RUNS = Path(__file__).parent / "peer_runs"
PYTHONS = {
    "ours": sys.executable,
    "set_fit": sys.executable,
    "auto_intent": os.environ.get("FIRSTLINE_AUTOINTENT_PYTHON", ".venv-autointent/bin/python"),
}
LONGEST_S = 2 * 3_600  # SetFit takes about half an hour for BANKING77's 770 rows on one core
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
FINISHED = Path("var/peer_runs")
"""Where a benchmark that was killed, and takes hours, finds the runs that it had finished."""


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
    """Let a program do the task, unless it has; say why there are no numbers where it fails."""
    program = (RUNS / f"{name}.py").absolute()
    path = FINISHED / f"{name}-{_digest(program, task)}.json"
    if path.exists():
        return _numbers(path.read_text())
    printed = _printed(name, program, task)
    if "not_measured" not in printed:
        FINISHED.mkdir(parents=True, exist_ok=True)
        path.write_text(printed)
    return _numbers(printed)


def _digest(program: Path, task: Mapping[str, Any]) -> str:
    told = program.read_bytes() + json.dumps(task, sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _numbers(printed: str) -> Mapping[str, Any]:
    numbers: Mapping[str, Any] = json.loads(printed)
    return numbers


def _printed(name: str, program: Path, task: Mapping[str, Any]) -> str:
    python = Path(PYTHONS[name])
    if not python.exists():
        return json.dumps({"not_measured": f"there is no {python}"})
    try:
        finished = _ran(python.absolute(), program, task)
    except subprocess.TimeoutExpired:
        return json.dumps({"not_measured": f"it did not finish in {LONGEST_S // 60} minutes"})
    lines = finished.stdout.splitlines()
    if finished.returncode or not lines:
        reason = (finished.stderr.strip().splitlines() or ["it printed nothing"])[-1]
        return json.dumps({"not_measured": reason})
    return lines[-1]


def _ran(python: Path, program: Path, task: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as scratch:
        return subprocess.run(
            [python, program],
            input=json.dumps({**task, "scratch": scratch}),
            capture_output=True,
            text=True,
            env={**os.environ, **OFFLINE},
            timeout=LONGEST_S,
            check=False,
            cwd=scratch,
        )
