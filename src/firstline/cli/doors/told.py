"""A decision in the words that the playground has for it, for a terminal."""

from collections.abc import Iterator

from firstline.domain.decisions import AutoReply, Decision, Suggestion
from firstline.domain.services import Service
from firstline.serving.playground.verdicts import verdict


def told(decision: Decision, service: Service) -> Iterator[str]:
    """Say what is done, why, and with which texts, a line at a time."""
    said = verdict(decision, service)
    if isinstance(decision, AutoReply):
        yield from _indented(decision.reply.text)
    yield f"{said.title}. {said.sentence}"
    if isinstance(decision, Suggestion):
        yield f"{said.suggestions_title}:"
        for number, reply in enumerate(said.suggestions, start=1):
            yield f"{number}. {reply.title} ({reply.topic}, ranked at {reply.probability})"
            yield from _indented(reply.text)


def _indented(text: str) -> Iterator[str]:
    return (f"   {line}" for line in text.splitlines())
