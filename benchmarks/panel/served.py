"""From publishing in the panel to an answer by what was published, while customers go on asking."""

import statistics
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.moving import moves_under_load
from tests.workplaces import Workplace

from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.release.writer import write_release

ROUNDS = 10
GOAL_S = 1.0
TEXT = "I was charged twice for my ride yesterday"


def add_second_version(store: ReleaseStore) -> None:
    """Publish the live release once more, by another name, so that there is somewhere to go."""
    release = read_release(store.folder(str(store.live())))
    named = replace(release, service=replace(release.service, name=f"{release.service.name} too"))
    store.publish(write_release(named, store.root), at=datetime.now(UTC))


def measure_moves(workplace: Workplace) -> Mapping[str, Any]:
    moves = moves_under_load(workplace, TEXT, {}, rounds=ROUNDS)
    return {
        "goal_s": GOAL_S,
        "moves": len(moves.seconds),
        "seconds": statistics.median(moves.seconds),
        "longest_s": max(moves.seconds),
        "answers_meanwhile": len(moves.answers),
        "failed": 0,  # one that fails ends the measurement
    }
