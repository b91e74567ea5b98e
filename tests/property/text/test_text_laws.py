import re

from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.traces import MessageAct
from firstline.text import (
    MARK,
    MAX_LENGTH,
    EntityKind,
    clean,
    message_act,
    normalise,
    prepare,
    redact,
)

FRAGMENTS = (
    "Hi Anna,", "my name is Bob Brown", "order 123456789", "#A1B2-33", "a@b.example",
    "4111 1111 1111 1111",
    "+7 (999) 123-45-67", "090-1234-5678", "GB82 WEST 1234 5698 7654 32", "https://x.example/?q=1",
    "<p>", "</p>", "&lt;p&gt;", "<br/>", "＜p＞", "<blockquote>", "<!--", "<![if",
    "> quoted", "\n", "\r\n",
    "On Monday, Ben wrote:", "-- ", "Best regards,\nAnna", "Sent from my phone", "山田と申します",
    "電話は", "\x00", "\u200b", "\ud800", "e\u0301", "ﬁ", " ", ".", "-", "12", "219-09-9999",
    "thanks", "спасибо", "こんにちは", "agent", "⟨", "⟩", *(kind.mark for kind in EntityKind),
)  # fmt: skip
messages = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=12).map("".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join),
)
any_text = st.one_of(
    messages, st.text(st.characters(categories=("Cs", "Cc", "Cf", "Mn", "Lu", "Nd")))
)
long_texts = st.builds(
    lambda unit, end: unit * (MAX_LENGTH // max(1, len(unit)) + 1) + end,
    st.sampled_from(FRAGMENTS),
    messages,
)


@given(text=any_text)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert len(MARK.sub("x", once)) <= MAX_LENGTH


@given(text=any_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(words=st.lists(st.text("abcdefg", min_size=3), min_size=1), noise=messages)
def test_cleaning_never_empties_a_text_with_substance(words: list[str], noise: str) -> None:
    text = re.sub(r"[<>]", "", f"{' '.join(words)}\n{noise}")
    assert any(map(str.isalnum, clean(text)))


@given(text=any_text)
def test_redacting_twice_finds_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once.text).spans == ()


@given(text=any_text)
def test_redaction_changes_nothing_outside_its_spans(text: str) -> None:
    redacted = redact(text)
    restored, end = "", 0
    rest = redacted.text
    for span in redacted.spans:
        before = text[end : span.start]
        assert rest.startswith(before + span.kind.mark)
        rest = rest[len(before + span.kind.mark) :]
        restored += before + span.value
        end = span.end
    assert restored + rest == text
    assert rest == text[end:]


@given(kinds=st.lists(st.sampled_from(EntityKind), min_size=1), word=st.sampled_from(["and", "と"]))
def test_marks_survive_every_step(kinds: list[EntityKind], word: str) -> None:
    text = f" {word} ".join(kind.mark for kind in kinds)
    assert clean(text) == normalise(text) == redact(text).text == text


@given(text=any_text | long_texts)
def test_preparing_twice_is_preparing_once(text: str) -> None:
    """Replay is exact because of this law."""
    once = prepare(text).text
    assert prepare(once).text == once
    assert prepare(once).spans == ()


@given(text=any_text)
def test_every_text_has_an_act(text: str) -> None:
    assert message_act(text) in MessageAct
