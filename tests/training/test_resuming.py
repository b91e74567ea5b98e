import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.training.conftest import PLAN

from firstline.inference.registry import MINILM
from firstline.inference.tuned import TUNED
from firstline.learning.tuning.corpora import Corpus
from firstline.learning.tuning.recipes import Plan
from firstline.learning.tuning.tuning import Tuned, tune

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from tests.training.conftest import PLAN, SPLITS
from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files
from firstline.learning.tuning.corpora import corpus_of
from firstline.learning.tuning.tuning import tune
def told(stage):
    return lambda done, of: print(done, flush=True)
tune(
    MINILM, find_files(MINILM), corpus_of(SPLITS), plan=PLAN, store=Path(sys.argv[1]), progress=told
)
"""
KILLED_AFTER = 3  # steps; an epoch has two, so a checkpoint is one step behind


def test_a_killed_training_goes_on_and_ends_with_the_same_encoder(
    tuned: Tuned, minilm_files: Path, corpus: Corpus, tmp_path: Path
) -> None:
    _kill_midway(tmp_path)
    left = [path.name for path in (tmp_path / TUNED).iterdir()]
    steps: list[int] = []
    resumed = tune(
        MINILM,
        minilm_files,
        corpus,
        plan=PLAN,
        store=tmp_path,
        progress=lambda _: lambda done, _of: steps.append(done),
    )

    assert len(left) == 1
    assert left[0].startswith(".tuning-")
    assert steps == [2, 3, 4, 5, 6]
    assert resumed == tuned


def _kill_midway(store: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", SCRIPT, str(store)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as training:
        assert training.stdout
        for line in training.stdout:
            if int(line) == KILLED_AFTER:
                training.send_signal(signal.SIGKILL)
                break
    assert training.returncode == -signal.SIGKILL


def test_checkpoints_of_another_history_are_not_taken_up(
    minilm_files: Path, corpus: Corpus, tmp_path: Path
) -> None:
    """A run is found again by its whole input."""
    _kill_midway(tmp_path)
    steps: list[int] = []
    other = Plan(supervised=PLAN.supervised, threads=2)
    tune(
        MINILM,
        minilm_files,
        corpus,
        plan=other,
        store=tmp_path,
        progress=lambda _: lambda done, _of: steps.append(done),
    )

    assert steps[0] == 0
