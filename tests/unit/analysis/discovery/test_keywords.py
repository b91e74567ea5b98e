import numpy as np

from firstline.analysis.discovery.grouping import ALONE
from firstline.analysis.discovery.keywords import SHOWN, keywords


def of_the_first(first: list[str], others: list[str]) -> tuple[str, ...]:
    groups = np.array([0] * len(first) + [ALONE] * len(others))
    (found,) = keywords([*first, *others], groups)
    return found


def test_what_everybody_writes_is_no_keyword() -> None:
    found = of_the_first(
        ["please may the cat come with me", "please is the cat allowed", "please take the cat"],
        ["please where is the car", "please call the driver", "please refund the trip"],
    )
    assert found[0] == "cat"
    assert "please" not in found
    assert "the" not in found


def test_a_pair_of_words_stands_for_both() -> None:
    found = of_the_first(
        ["a cleaning fee today", "why a cleaning fee", "the cleaning fee again"],
        ["a fee for what", "the fee is high", "cancel my trip", "call me"],
    )
    assert "cleaning fee" in found
    assert "cleaning" not in found


def test_russian_needs_no_list_of_stop_words() -> None:
    found = of_the_first(
        ["можно ли ехать с кошкой", "я еду с кошкой", "кошкой можно ли"],
        ["можно ли отменить поездку", "я не нашёл машину", "где можно ли ждать"],
    )
    assert found[0] == "кошкой"


def test_japanese_has_words_although_it_has_no_spaces() -> None:
    found = of_the_first(
        ["領収書をメールで送ってください", "領収書がまだ届きません", "領収書はどこですか"],
        ["車がまだ来ません", "運転手はどこですか", "キャンセルしてください"],
    )
    assert found[0] == "領収書"


def test_personal_data_is_never_a_keyword() -> None:
    found = of_the_first(["⟨NAME⟩ lost a hat"] * 3, ["⟨EMAIL⟩ is new", "the car is late"])
    assert "name" not in " ".join(found)
    assert len(found) <= SHOWN


def test_texts_without_a_word_have_no_keywords() -> None:
    assert of_the_first(["???", "!!!"], ["..."]) == ()
