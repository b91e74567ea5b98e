import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.templates import Language
from firstline.serving.drafts.quantities import meanings, quantities

LANGUAGES = (Language("en"), Language("ru"), Language("ja"))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("You paid 12.5 EUR.", "12.50"),
        ("Вы заплатили 1 250,50 ₽.", "1250.50"),
        ("You paid 1,250.50.", "1250.50"),
        ("You earned 1,250 points.", "1250"),
        ("It came on March 2.", "2026-03-02"),
        ("It came on 2nd March.", "2026-03-02"),
        ("Машина пришла 2 марта.", "2026-03-02"),
        ("3月2日に到着しました。", "2026-03-02"),
        ("It came on 02.03.2026.", "2026-03-02"),
        ("It came at 09:30.", "9:30"),
        ("1. Open the app.\n2. Pay.", "nothing"),
    ],
)
def test_what_a_fact_says_may_be_said_in_any_way(said: str, known: str) -> None:
    allowed = meanings([known], LANGUAGES)

    assert [q.cited for q in quantities(said, LANGUAGES) if not q.meanings & allowed] == []


@pytest.mark.parametrize(
    ("said", "known", "cited"),
    [
        ("You get 12.51 back.", "12.50", "12.51"),
        ("It came on March 3.", "2026-03-02", "March 3"),
        ("It came on March 2, 2031.", "2026-03-02", "2031"),
        ("It came on April 5.", "5", "April 5"),
        ("Машина пришла 5 мая.", "5", "5 мая"),
        ("In 24 hours.", "12:24", "24"),
        ("You get ５０ back.", "12", "５０"),
    ],
)
def test_what_no_fact_says_is_found(said: str, known: str, cited: str) -> None:
    allowed = meanings([known], LANGUAGES)

    assert [q.cited for q in quantities(said, LANGUAGES) if not q.meanings & allowed] == [cited]


@given(text=st.text(alphabet="0123456789.,:/- 月日March", max_size=60))
def test_a_text_says_nothing_beyond_itself(text: str) -> None:
    allowed = meanings([text], LANGUAGES)

    assert all(quantity.meanings <= allowed for quantity in quantities(text, LANGUAGES))
