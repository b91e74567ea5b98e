"""Guess which column of a foreign file means what, by its name and by what stands in it."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeAlias

from firstline.domain.facts import Fact
from firstline.domain.services import Service
from firstline.learning.corpus.cells import read_fact, read_moment, read_rating, read_seconds
from firstline.learning.corpus.reports import RejectedRow
from firstline.workspace import columns as names

Values: TypeAlias = Sequence[object]
Fits: TypeAlias = Callable[[object], bool]

# What help desks call them; ours → theirs, in small letters and without separators.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    names.ID: ("ticket", "ticketid", "inquiryid", "messageid", "requestid", "number"),
    names.CONVERSATION: ("thread", "threadid", "conversation", "dialogid", "chatid", "caseid"),
    names.RECEIVED_AT: ("createdat", "created", "date", "time", "timestamp", "sentat", "opened"),
    names.CUSTOMER: ("customer", "user", "userid", "client", "clientid", "requester", "author"),
    names.TEXT: ("message", "body", "utterance", "question", "content", "description", "query"),
    names.TEMPLATE: ("template", "macro", "macroid", "cannedresponse", "canned", "answerid"),
    names.TOPIC: ("category", "intent", "label", "class", "theme", "reason", "tag"),
    names.RATING: ("csat", "score", "stars", "satisfaction", "mark"),
    names.AGENT: ("agent", "assignee", "operator", "answeredby", "employee"),
    names.RESPONSE_SECONDS: ("responsetime", "firstresponse", "handlingtime", "seconds"),
    names.REPLY: ("answer", "response", "agentreply", "replytext", "answertext"),
}
LIKE = 0.8  # of two names, so that a plural or a typing error is still found
ENOUGH = 0.6  # of the values must fit, or a name alone proves nothing
WORDY = 15  # characters of a customer's message, on average, at least
LABELS = (names.TOPIC, names.TEMPLATE)
"""Columns that are known by what stands in them, whatever they are called."""
EQUAL, SURE = 1.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a column of ours may be called in the file."""

    theirs: str
    fitting: int
    """Values of the sample that can be read as ours."""
    of: int
    """Values of the sample that are there."""


def suggest_columns(sample: Mapping[str, Values], service: Service) -> dict[str, Guess]:
    """Match columns of ours to those of a file; none of theirs is given twice.

    Args:
        sample: the file's columns with the first values of each.
        service: whose topics, templates and facts the file may speak of.
    """
    tests = dict(_tests(service))
    scored = sorted(
        (
            (score, -place, ours, theirs)
            for place, (ours, fits) in enumerate(tests.items())
            for theirs, values in sample.items()
            if (score := _score(ours, theirs, values, fits))
        ),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    for _, _, ours, theirs in scored:
        if ours not in chosen and theirs not in chosen.values():
            chosen[ours] = theirs
    return {
        ours: guess_of(chosen[ours], sample[chosen[ours]], fits)
        for ours, fits in tests.items()
        if ours in chosen
    }


def guess_of(theirs: str, values: Values, fits: Fits) -> Guess:
    there = _there(values)
    return Guess(theirs=theirs, fitting=sum(map(fits, there)), of=len(there))


def _tests(service: Service) -> Iterator[tuple[str, Fits]]:
    """Say of each column of ours what a value of it looks like; the surest ones first."""
    topics = {str(topic.id) for topic in service.topics.leaves}
    templates = {str(template.id) for template in service.templates}
    yield names.TOPIC, lambda value: str(value).strip() in topics
    yield names.TEMPLATE, lambda value: str(value).strip() in templates
    yield names.TEXT, lambda value: isinstance(value, str)
    yield names.RECEIVED_AT, _reads(lambda value: read_moment(value, service.zone))
    yield names.RATING, _reads(read_rating)
    yield names.RESPONSE_SECONDS, _reads(read_seconds)
    for name in (names.ID, names.CONVERSATION, names.CUSTOMER, names.AGENT, names.REPLY):
        yield name, lambda value: isinstance(value, str | int)
    for fact in service.schema:
        yield str(fact.name), _reads_fact(fact, service)


def _reads(read: Callable[[object], object]) -> Fits:
    def fits(value: object) -> bool:
        try:
            read(value)
        except RejectedRow:
            return False
        return True

    return fits


def _reads_fact(fact: Fact, service: Service) -> Fits:
    return _reads(lambda value: read_fact(fact, value, service.zone))


def _score(ours: str, theirs: str, values: Values, fits: Fits) -> float:
    """Rank how well a column of theirs suits one of ours; 0 where it does not."""
    named = _named_alike(ours, theirs)
    if named == EQUAL:
        return SURE  # who names it as we do means it, whatever stands in it
    if not (named or ours in LABELS):
        return 0.0
    there = _there(values)
    fitting = fmean(map(fits, there)) if there else 0.0
    if fitting < ENOUGH or (ours == names.TEXT and fmean(len(str(v)) for v in there) < WORDY):
        return 0.0
    return named + fitting + (ours in LABELS)


def _named_alike(ours: str, theirs: str) -> float:
    name, other = _bare(ours), _bare(theirs)
    if name == other:
        return EQUAL
    if other in SYNONYMS.get(ours, ()):
        return 0.9
    likeness = difflib.SequenceMatcher(None, name, other).ratio()
    return likeness / 2 if likeness >= LIKE else 0.0


def _bare(name: str) -> str:
    """Leave letters and digits: `Order Cost` and `orderCost` are `order_cost`."""
    return re.sub(r"[\W_]", "", name.lower())


def _there(values: Values) -> list[object]:
    return [value for value in values if value not in (None, "")]
