from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from firstline.learning.tuning.batches import Batches, by_length

lengths = st.lists(st.integers(1, 128), min_size=1, max_size=300).map(tuple)


@given(lengths=lengths, size=st.integers(1, 40), seed=st.integers(0, 9), epoch=st.integers(0, 3))
def test_every_epoch_reads_every_message_once(
    lengths: tuple[int, ...], size: int, seed: int, epoch: int
) -> None:
    batches = Batches(lengths=lengths, size=size, seed=seed)
    first = epoch * batches.per_epoch
    steps = [batches.at(step) for step in range(first, first + batches.per_epoch)]

    assert Counter(row for rows in steps for row in rows.tolist()) == Counter(range(len(lengths)))
    assert max(map(len, steps)) <= size


@given(lengths=lengths, size=st.integers(1, 40), step=st.integers(0, 50))
def test_a_step_reads_the_same_whichever_was_read_before(
    lengths: tuple[int, ...], size: int, step: int
) -> None:
    batches = Batches(lengths=lengths, size=size, seed=0)
    alone = batches.at(step)
    batches.at(step + batches.per_epoch)

    assert batches.at(step).tolist() == alone.tolist()


def test_another_epoch_reads_in_another_order() -> None:
    batches = Batches(lengths=(5,) * 200, size=20, seed=0)

    assert batches.at(0).tolist() != batches.at(batches.per_epoch).tolist()


def test_what_is_only_read_comes_in_order_of_its_length() -> None:
    tokens = [[0] * length for length in (9, 1, 5, 2)]

    assert [rows.tolist() for rows in by_length(tokens, 2)] == [[1, 3], [2, 0]]
