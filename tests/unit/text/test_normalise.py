from firstline.text import MAX_LENGTH, EntityKind, normalise


def test_full_width_characters_become_ordinary_ones() -> None:
    assert normalise("ａｎｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ") == "anna@example.com"


def test_white_space_collapses_to_single_spaces() -> None:
    assert normalise("\u3000 where\r\n\tis  my\u00a0order ") == "where is my order"


def test_what_cannot_be_seen_is_dropped() -> None:
    assert normalise("re\x00fu\u200bnd\ud800 \ufeffnow\x07") == "refund now"


def test_marks_stay_as_they_are() -> None:
    marks = " ".join(kind.mark for kind in EntityKind)
    assert normalise(marks) == marks


def test_a_long_text_ends_before_a_number_that_would_be_cut_in_two() -> None:
    words = "word " * (MAX_LENGTH // 5 - 1)
    assert normalise(words + "4111 1111 1111 1111") == words.strip()


def test_a_long_text_without_spaces_is_kept_up_to_the_cap() -> None:
    assert normalise("返" * (2 * MAX_LENGTH)) == "返" * MAX_LENGTH


def test_marks_do_not_use_up_the_room_of_a_long_text() -> None:
    text = "⟨EMAIL⟩ " * (MAX_LENGTH // 2)
    assert normalise(text) == text.strip()


def test_a_text_of_more_marks_than_the_cap_ends_with_a_whole_mark() -> None:
    assert normalise("⟨CARD⟩" * (MAX_LENGTH + 9)) == "⟨CARD⟩" * MAX_LENGTH
