import pytest

from firstline.rules.proofs.texts import Part, character_outside, implications, text_with
from firstline.rules.tree import TextOperator

CONTAINS, STARTS, ENDS = TextOperator


@pytest.mark.parametrize(
    ("part", "other", "has_other"),
    [
        (Part(STARTS, "Saint "), Part(STARTS, "Sa"), True),
        (Part(ENDS, "burg"), Part(ENDS, "rg"), True),
        (Part(CONTAINS, "burg"), Part(CONTAINS, "ur"), True),
        (Part(STARTS, "Saint "), Part(CONTAINS, "int"), True),
        (Part(STARTS, "Saint "), Part(STARTS, "New "), False),
        (Part(ENDS, "burg"), Part(ENDS, "ville"), False),
    ],
)
def test_one_part_decides_another(part: Part, other: Part, has_other: bool) -> None:
    assert (part, other, has_other) in set(implications([part, other]))


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (Part(STARTS, "Sa"), Part(CONTAINS, "Saint")),
        (Part(STARTS, "a"), Part(ENDS, "b")),
        (Part(CONTAINS, "a"), Part(CONTAINS, "b")),
        (Part(CONTAINS, "a"), Part(STARTS, "a")),
    ],
)
def test_parts_that_say_nothing_about_each_other(part: Part, other: Part) -> None:
    assert [i for i in implications([part, other]) if i.part == part] == []


def test_a_text_has_its_parts_and_no_others() -> None:
    parts = [Part(STARTS, "ab"), Part(STARTS, "a"), Part(CONTAINS, "c"), Part(ENDS, "b")]

    assert text_with(parts, "…") == "ab…c…b"


def test_a_gap_is_a_character_that_nobody_asks_for() -> None:
    assert character_outside(["a", "b"]) == "…"
    assert character_outside(["…", "·_", "ab"]) == "c"
