import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.decisions import EscalationReason, SuggestionReason
from firstline.domain.traces import DropReason, Join, MessageAct
from firstline.serving.playground import words


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "0\u00a0%"),
        (0.001, "under 1\u00a0%"),
        (0.92, "92\u00a0%"),
        (0.998, "over 99\u00a0%"),
        (1.0, "100\u00a0%"),
    ],
)
def test_a_probability_is_said_in_whole_percent(share: float, said: str) -> None:
    assert words.percent(share) == said


@given(st.floats(min_value=0, max_value=1, exclude_min=True, exclude_max=True))
def test_what_is_not_certain_never_reads_as_certain(share: float) -> None:
    for places in (0, 1):
        said = words.percent(share, places=places).removesuffix("\u00a0%")
        assert said not in {"0", "0.0", "100", "100.0"}


def test_every_reason_has_words_for_lay_people() -> None:
    assert set(words.WHY_ONLY_SUGGESTED) == set(SuggestionReason)
    assert set(words.WHY_ESCALATED) == set(EscalationReason)
    assert set(words.WHY_DROPPED) == set(DropReason)
    assert set(words.GROUP) == set(Join)
    assert set(words.MESSAGE_ACT) == set(MessageAct)


def test_ids_become_words() -> None:
    assert words.title("charged_twice") == "Charged twice"
    assert words.title("") == ""


def test_code_marks_become_quotation_marks() -> None:
    assert words.quoted("`hold` is reserved") == "“hold” is reserved"
