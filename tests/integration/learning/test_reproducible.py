import os
import subprocess
import sys
from pathlib import Path

from firstline.learning.training import Trained, write

ROOT = Path(__file__).parents[3]
TRAIN = """
import sys
from pathlib import Path
from tests.builders import a_service, carla, some_splits
from firstline.inference.encoders import load_encoder
from firstline.learning.training import train, write
service = a_service()
encoder = load_encoder(service.encoder)
trained = train(service, some_splits(service), encoder, examples=[carla()])
print(write(trained, Path(sys.argv[1])))
"""


def test_another_process_trains_the_same_release(tiny_training: Trained, tmp_path: Path) -> None:
    # another order of sets, and another number of threads
    environment = os.environ | {
        "PYTHONHASHSEED": "20260302",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", TRAIN, str(tmp_path)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == write(tiny_training, tmp_path / "here")
