import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.serving.playground.conversation import (
    MAX_TURNS,
    Author,
    Conversation,
    Turn,
    new_conversation,
    read_conversation,
)

turns = st.builds(
    Turn,
    author=st.sampled_from(Author),
    text=st.text(st.characters(codec="utf-8"), max_size=20),
    language=st.sampled_from(["", "en", "ja"]),
)
talks = st.lists(turns, max_size=MAX_TURNS + 5).map(
    lambda some: Conversation(id="0123456789abcdef").then(*some)
)


@given(talks)
def test_a_page_carries_its_conversation_unchanged(talk: Conversation) -> None:
    assert read_conversation(talk.to_json()) == talk


@given(talks, turns)
def test_a_longer_conversation_never_forgets_who_has_spoken(talk: Conversation, turn: Turn) -> None:
    longer = talk.then(turn)

    assert len(longer.turns) <= MAX_TURNS
    assert longer.turns[-1] == turn
    assert longer.auto_reply_sent >= talk.auto_reply_sent
    assert longer.person_has_spoken >= talk.person_has_spoken
    assert read_conversation(longer.to_json()) == longer


def test_a_message_of_any_length_does_not_end_the_conversation() -> None:
    endless = Turn(author=Author.PERSON, text="x" * 100_000)

    assert read_conversation(new_conversation().then(endless).to_json()).person_has_spoken


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[]", '{"id": "../../etc", "turns": []}', '{"id": "0123456789abcdef", "turns": 3}'],
)
def test_a_damaged_conversation_begins_anew(damaged: str) -> None:
    assert read_conversation(damaged).turns == ()


def test_a_person_can_be_asked_for_right_under_an_automatic_reply() -> None:
    question = Turn(author=Author.CUSTOMER, text="Why?")
    reply = Turn(author=Author.ASSISTANT, text="So.", language="en")
    person = Turn(author=Author.PERSON, text="A person takes over.")
    answered = new_conversation().then(question, reply)

    assert answered.first_message == "Why?"
    assert answered.can_ask_for_person
    assert not answered.then(question, person).can_ask_for_person
    assert answered.auto_reply_sent
    assert not answered.person_has_spoken
    assert answered.then(question, person).person_has_spoken
