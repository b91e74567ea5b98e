from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.errors import CanaryRefused, ReleaseCorrupt
from firstline.release.canaries import Canaries, Canary

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIVE, OTHER = "a" * 64, "b" * 64
CUSTOMERS = [f"customer {number}" for number in range(20_000)]


def a_canary(*, digest: str = OTHER, share: float = 0.1) -> Canary:
    return Canary(digest=digest, share=share, started_at=MONDAY)


@pytest.fixture
def canaries(tmp_path: Path) -> Canaries:
    return Canaries(tmp_path)


def test_a_started_canary_runs_until_it_is_stopped(canaries: Canaries) -> None:
    assert canaries.running() is None
    canaries.start(a_canary(), live=LIVE)
    assert canaries.running() == a_canary()
    assert canaries.last_stop() is None

    assert canaries.stop("it was worse", at=MONDAY)
    assert canaries.running() is None
    assert canaries.last_stop() == "it was worse"
    assert not canaries.stop("once more", at=MONDAY)


@pytest.mark.parametrize(
    ("canary", "live", "because"),
    [
        (a_canary(), None, "no release is live"),
        (a_canary(digest=LIVE), LIVE, "is live already"),
        (a_canary(share=0.0), LIVE, "not 0%"),
        (a_canary(share=0.6), LIVE, "not 60%"),
    ],
)
def test_what_is_no_canary_is_refused_in_words(
    canaries: Canaries, canary: Canary, live: str | None, because: str
) -> None:
    with pytest.raises(CanaryRefused, match=because):
        canaries.start(canary, live=live)
    assert canaries.running() is None


def test_a_damaged_pointer_says_what_to_do_and_can_be_stopped(canaries: Canaries) -> None:
    canaries.pointer.write_text("{")
    with pytest.raises(ReleaseCorrupt, match="stop the canary and start it again"):
        canaries.running()
    assert canaries.stop("damaged", at=MONDAY)
    assert canaries.running() is None


@pytest.mark.parametrize("share", [0.01, 0.05, 0.5])
def test_it_takes_its_share_of_the_conversations(share: float) -> None:
    taken = sum(map(a_canary(share=share).takes, CUSTOMERS))
    spread = (share * (1 - share) / len(CUSTOMERS)) ** 0.5
    assert abs(taken / len(CUSTOMERS) - share) < 4 * spread


@given(st.text(), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_a_conversation_stays_with_its_release_and_a_larger_share_only_adds(
    key: str, share: float, other: float
) -> None:
    small, large = sorted((share, other))
    assert a_canary(share=small).takes(key) <= a_canary(share=large).takes(key)


def test_the_next_canary_meets_other_customers() -> None:
    first, second = a_canary(share=0.5), a_canary(digest="c" * 64, share=0.5)
    both = sum(first.takes(key) and second.takes(key) for key in CUSTOMERS)
    assert both / len(CUSTOMERS) == pytest.approx(0.25, abs=0.02)
