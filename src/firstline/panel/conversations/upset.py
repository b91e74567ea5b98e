"""Whether a customer sounds upset, from what any reader sees at once."""

from firstline.domain.traces import Trace
from firstline.text import normalise

SHOUTED_WORDS = 4
"""Fewer in capitals may be an abbreviation or a name."""


def shouts(text: str) -> bool:
    """Whether the whole message is in capitals; scripts without them never shout."""
    is_long = sum(word.isalpha() for word in text.replace("!", " ").split()) >= SHOUTED_WORDS
    return is_long and text.isupper()


def says_it_again(text: str, earlier: list[str]) -> bool:
    """Whether the customer repeats an earlier message word for word."""
    said = normalise(text).casefold()
    return any(said == normalise(each).casefold() for each in earlier)


def sounds_negative(trace: Trace) -> bool:
    return trace.sentiment is not None and trace.sentiment.label == "negative"
