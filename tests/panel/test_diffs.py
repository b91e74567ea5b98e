import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from firstline.panel.diffs import DiffLine, LineKind, diff_lines

LINES = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=30)


def test_a_changed_line_is_shown_as_removed_and_added() -> None:
    assert diff_lines("one\ntwo\nthree", "one\n2\nthree") == [
        DiffLine(LineKind.KEPT, "one"),
        DiffLine(LineKind.REMOVED, "two"),
        DiffLine(LineKind.ADDED, "2"),
        DiffLine(LineKind.KEPT, "three"),
    ]


def marked(lines: list[DiffLine]) -> list[tuple[LineKind, list[str]]]:
    return [(x.kind, [w.text for w in x.words if w.is_changed]) for x in lines if x.words]


@pytest.mark.parametrize(
    ("before", "after", "removed", "added"),
    [
        ("You paid for it once.", "You paid for it twice.", ["once"], ["twice"]),
        ("一度だけ請求されました。", "二度だけ請求されました。", ["一"], ["二"]),
        ("Списали один раз.", "Списали один раз, не два.", [], [", не два"]),
    ],
)
def test_the_changed_words_of_a_long_line_are_marked(
    before: str, after: str, removed: list[str], added: list[str]
) -> None:
    lines = diff_lines(before, after)

    assert marked(lines) == [(LineKind.REMOVED, removed), (LineKind.ADDED, added)]
    for line, text in zip(lines, (before, after), strict=True):
        assert "".join(words.text for words in line.words) == text


def test_a_line_that_has_little_of_another_is_new_as_a_whole() -> None:
    assert marked(diff_lines("You paid once.", "The driver is on the way.")) == []


def test_an_edited_line_is_compared_with_the_one_that_it_was() -> None:
    lines = diff_lines("We are sorry for that.", "Hello Carla!\nWe are very sorry for that.")

    assert marked(lines) == [(LineKind.REMOVED, []), (LineKind.ADDED, [" very"])]


def test_equal_texts_have_no_lines() -> None:
    assert diff_lines("same\ntext", "same\ntext") == []


def test_what_lies_far_from_a_change_is_only_counted() -> None:
    before = "\n".join(str(number) for number in range(30))
    lines = diff_lines(before, before.replace("15", "fifteen"))

    assert lines[0] == DiffLine(LineKind.SKIPPED, "", 12)
    assert lines[-1] == DiffLine(LineKind.SKIPPED, "", 11)
    assert [line.text for line in lines[1:4]] == ["12", "13", "14"]


@given(LINES, LINES)
def test_the_lines_of_a_diff_are_those_of_both_texts(old: list[str], new: list[str]) -> None:
    lines = diff_lines("\n".join(old), "\n".join(new), context=100)
    kept = (LineKind.KEPT,)

    if old != new:
        assert [x.text for x in lines if x.kind in (*kept, LineKind.REMOVED)] == old
        assert [x.text for x in lines if x.kind in (*kept, LineKind.ADDED)] == new


@given(LINES, LINES)
def test_collapsing_loses_no_line(old: list[str], new: list[str]) -> None:
    lines = diff_lines("\n".join(old), "\n".join(new))

    if old != new:
        assert sum(x.count for x in lines if x.kind is not LineKind.ADDED) == len(old)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b"])
def test_a_diff_on_a_page_shows_text_as_text(text: str) -> None:
    page = engines["django"].from_string("{% diff before after %}")

    shown = page.render({"before": "", "after": text})

    assert "<script>" not in shown
    assert "</ins>" in shown


def test_changed_words_are_marked_on_the_page() -> None:
    page = engines["django"].from_string("{% diff before after %}")

    shown = page.render({"before": "You paid it <once>.", "after": "You paid it <twice>."})

    assert "<mark>once</mark>" in shown
    assert "<mark>twice</mark>" in shown
    assert "<once>" not in shown
