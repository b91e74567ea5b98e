"""Many customers write at once, and nothing of it is lost, doubled or answered twice."""

import shutil
from pathlib import Path

from tests.builders import CHARGED_TWICE
from tests.talking import talk_at_once
from tests.workplaces import run_whole

CUSTOMERS = 40
SECONDS = 5.0
"""Enough to meet one another; two hundred talk for minutes in `benchmarks/conversations.py`."""


def test_many_customers_at_once_all_get_what_follows_from_their_words(
    tiny_release_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(tiny_release_store, tmp_path / "shop" / "releases")
    with run_whole(tmp_path / "shop", tmp_path / "panel") as workplace:
        texts = (CHARGED_TWICE, "I want to talk to a human being", "Where is my parcel?")
        talks = talk_at_once(
            workplace.address, texts, customers=CUSTOMERS, seconds=SECONDS, thinks=(0.1, 1.0)
        )
    assert talks.finished >= CUSTOMERS
