"""Words that specialists list are found where customers mean them, and nowhere else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.text import MAX_LENGTH, normalise
from firstline.text.phrases import Phrases, folded, folded_phrase


def found(text: str, *phrases: str) -> list[str]:
    return list(Phrases.of(phrases).found_in(folded(normalise(text))))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I will see you in COURT!", "court"),
        ("court", "Court"),
        ("My lawyer’s letter", "lawyer's letter"),
        ("a  car\naccident", "car accident"),
        ("They are suing you", "su* you"),
        ("Ещё одна авария", "еще одна авария"),
        ("подам в СУД", "суд"),
        ("до суда дойдём", "суд*"),
        ("昨日事故に遭いました", "事故"),
        ("ｱｸｼﾃﾞﾝﾄです", "アクシデント"),
        ("AEDを使いました", "aed"),
        ("Straße gesperrt", "STRASSE"),
        ("(court)", "court"),
        ("#sue", "#sue"),
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, phrase: str) -> None:
    assert found(text, phrase) == [phrase]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a courteous driver", "court"),
        ("the tennis courts", "court"),
        ("an issue with my ride", "sue"),
        ("судьба", "суд"),
        ("рассудите нас", "суд*"),
        ("court", "court order"),
        ("My address is ⟨EMAIL⟩, call ⟨PHONE⟩", "phone"),
    ],
)
def test_a_part_of_another_word_is_not_that_word(text: str, phrase: str) -> None:
    assert found(text, phrase) == []


def test_all_that_a_message_has_is_told_in_the_order_of_the_list() -> None:
    assert found("A crash, then court", "court", "injured", "crash*") == ["court", "crash*"]


words = st.text(st.sampled_from("abcdé яжё事故ー's"), min_size=1, max_size=9).filter(
    lambda word: bool(folded_phrase(word)) and "'" not in (word[0], word[-1])
)


@given(before=words, word=words, after=words)
def test_what_stands_between_spaces_is_found(before: str, word: str, after: str) -> None:
    assert found(f"{before} {word} {after}", word) == [word]


@given(text=st.text(), word=words)
def test_a_stem_is_found_wherever_its_word_is(text: str, word: str) -> None:
    if found(text, word):
        stem = f"{word.rstrip()}*"
        assert found(text, stem) == [stem]


def test_nothing_that_anybody_writes_takes_long() -> None:
    phrases = Phrases.of([*(f"{'a' * n}* {'a' * n}*" for n in range(1, 45)), "a* " * 20 + "b"])
    text = folded(normalise("a " * MAX_LENGTH))

    started = time.perf_counter()
    list(phrases.found_in(text))

    assert time.perf_counter() - started < 0.5
