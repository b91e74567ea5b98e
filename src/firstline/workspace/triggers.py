"""`triggers` of `workspace.yaml`: words and facts at which a person answers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from firstline.domain.errors import Problem
from firstline.domain.templates import Language
from firstline.domain.triggers import ALWAYS, Trigger, TriggerId
from firstline.rules import check
from firstline.text.phrases import LONGEST, folded_phrase
from firstline.workspace.documents import Document, Place
from firstline.workspace.fitting import at, fit
from firstline.workspace.settings import Settings
from firstline.workspace.shapes import TriggerShape, TriggersShape

MOST_WORDS = 1_000
"""Of a service: looking for so many takes 0.1 ms of a message of 15 words."""
_STARS = re.compile(r"(?:[^*]*\w\*(?!\S))*[^*]*")
"""Each `*` ends a word."""


def read_triggers(
    document: Document, settings: Settings | None
) -> tuple[tuple[Trigger, ...], list[Problem]]:
    """Read each trigger by itself, so that a broken one hides nothing about the others.

    Args:
        document: has a list of `triggers`, or none.
        settings: of the service; `None` where they are too broken to tell.
    """
    if not isinstance(document.data, Mapping) or "triggers" not in document.data:
        return (), []
    outline, problems = fit(_only_triggers(document), TriggersShape)
    if outline is None:
        return (), problems
    triggers = []
    for index in range(len(outline.triggers)):
        place: Place = ("triggers", index)
        shape, found = fit(document, TriggerShape, place)
        problems += found
        if shape is not None:
            trigger = trigger_of(shape)
            problems += _check_id(document, place, trigger)
            problems += _check(document, place, trigger, settings)
            triggers.append(trigger)
    return tuple(triggers), [*problems, *amount_problems(document, triggers)]


def _only_triggers(document: Document) -> Document:
    return replace(document, data={"triggers": at(document.data, ("triggers",))})


def trigger_of(shape: TriggerShape) -> Trigger:
    return Trigger(
        id=TriggerId(shape.id),
        name=shape.name,
        line=shape.line,
        words={Language(code): tuple(words) for code, words in shape.words.items()},
        rule=shape.rule,
    )


def with_triggers(
    triggers: tuple[Trigger, ...], changes: Mapping[TriggerId, Trigger | None]
) -> tuple[Trigger, ...]:
    """Put changed triggers in the place of those there are, new ones last."""
    by_id: dict[TriggerId, Trigger | None] = {trigger.id: trigger for trigger in triggers}
    return tuple(each for each in (by_id | dict(changes)).values() if each is not None)


def _check_id(document: Document, place: Place, trigger: Trigger) -> Iterator[Problem]:
    for index in range(int(place[-1])):
        other = at(document.data, ("triggers", index))
        if isinstance(other, Mapping) and other.get("id") == trigger.id:
            line = document.line(("triggers", index, "id"))
            message = f"the trigger `{trigger.id}` is already on line {line}; rename one"
            yield document.problem((*place, "id"), message)
            return


def _check(
    document: Document, place: Place, trigger: Trigger, settings: Settings | None
) -> Iterator[Problem]:
    if not trigger.all_words and trigger.rule.strip() == ALWAYS:
        message = f"`{trigger.id}` would send everything to people; give it `words` or a `rule`"
        yield document.problem(place, message)
    for code, words in trigger.words.items():
        here: Place = (*place, "words", code)
        if settings is not None and code not in settings.languages:
            message = f"`{code}` is not among the languages of the service; add it there"
            yield document.problem(here, message)
        if not words:
            yield document.problem(here, f"`{code}` has no words; list some, or remove it")
        for index, message in _word_problems(words):
            yield document.problem((*here, index), message)
    if settings is not None:
        for misfit in check(trigger.rule, settings.schema):
            yield replace(document.problem((*place, "rule"), str(misfit)), misfit=misfit)


def _word_problems(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    seen: dict[str, str] = {}
    for index, word in enumerate(words):
        text = folded_phrase(word)
        if len(word) > LONGEST:
            yield index, f"`{word[:40]}…` is longer than {LONGEST} characters; shorten it"
        elif not re.search(r"\w", text):
            yield index, f"`{word}` has no letter or digit; write a word"
        elif not _STARS.fullmatch(text):
            yield index, f"`{word}`: a `*` stands at the end of a word, for any ending of it"
        if text in seen:
            yield index, f"`{word}` says the same as `{seen[text]}`; remove one"
        seen.setdefault(text, word)


def amount_problems(document: Document, triggers: Sequence[Trigger]) -> Iterator[Problem]:
    """Look at all triggers of a service together."""
    count = sum(len(trigger.all_words) for trigger in triggers)
    if count > MOST_WORDS:
        message = f"there are {count:,} words; more than {MOST_WORDS:,} would slow every reply down"
        yield document.problem(("triggers",), message)
