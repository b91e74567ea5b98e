"""What the columns of a foreign file may mean."""

from collections.abc import Mapping, Sequence

import pytest
from tests.builders import a_service

from firstline.learning.corpus.suggestions import suggest_columns

TEXTS = ["I was charged twice for my ride", "my promo code does not work", "why is there a fee"]
TOPICS = ["charged_twice", "promo_code", "cancellation_fee"]


def suggested(**sample: Sequence[object]) -> Mapping[str, str]:
    return {ours: guess.theirs for ours, guess in suggest_columns(sample, a_service()).items()}


def test_a_column_of_our_name_is_ours_whatever_stands_in_it() -> None:
    assert suggested(text=[""], topic=["nonsense"]) == {"text": "text", "topic": "topic"}


@pytest.mark.parametrize("name", ["text", "Message", "body", "BODY", "customer_question"])
def test_what_customers_wrote_is_found_by_usual_names(name: str) -> None:
    found = suggested(**{name: TEXTS})

    assert found == ({} if name == "customer_question" else {"text": name})


def test_short_words_are_no_message() -> None:
    assert suggested(message=["ok", "yes"]) == {}


def test_topics_and_templates_are_known_by_their_ids() -> None:
    found = suggested(x1=TOPICS, x2=["paid_once", "enter_code", ""])

    assert found == {"topic": "x1", "template_id": "x2"}


@pytest.mark.parametrize("name", ["orderCost", "Order cost", "order-cost", "order_costs"])
def test_names_of_facts_may_be_written_otherwise(name: str) -> None:
    assert suggested(**{name: ["12.50", "9"]}) == {"order_cost": name}


def test_a_name_alone_proves_nothing_where_values_cannot_be_read() -> None:
    assert suggested(order_costs=["a lot", "too much"], created=["soon", "late"]) == {}


def test_no_column_is_given_twice() -> None:
    found = suggested(text=TEXTS, message=TEXTS, topic=TOPICS, category=TOPICS)

    assert found == {"text": "text", "topic": "topic"}


def test_a_guess_tells_how_many_values_fit() -> None:
    sample = {"payment_type": ["card", "cash", "", None, "shells"]}

    guess = suggest_columns(sample, a_service())["payment_type"]

    assert (guess.fitting, guess.of) == (2, 3)


def test_values_of_json_and_parquet_are_read_as_they_are() -> None:
    found = suggested(csat=[1, 5], Trips=[3, 4], IsBusiness=[True, False], Options=[["pet"], []])

    assert found == {
        "rating": "csat",
        "trips": "Trips",
        "is_business": "IsBusiness",
        "options": "Options",
    }
