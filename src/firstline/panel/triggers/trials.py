"""What a trigger, as somebody is just writing it, does with a message and with past inquiries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firstline.domain.decisions import AutoReply, Suggestion, SuggestionReason
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.traces import Clause, MessageAct, TriggerTrace
from firstline.domain.triggers import Trigger
from firstline.engine.reading import Reading
from firstline.engine.triggers import TriggerFinder
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.rules import compile_rule
from firstline.text import message_act, prepare

PERIODS = (7, 30, 90)
"""Days, as the page of the draft shows its impact for."""
LOOKED_AT = 3_000
"""Newest inquiries; reading so many takes about a second."""
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    found: TriggerTrace | None
    clause: Clause
    """What its rule makes of the facts."""


def try_on(trigger: Trigger, service: Service, inquiry: Inquiry) -> Trial:
    text = prepare(inquiry.text).text
    rule = compile_rule(trigger.rule, service.schema)
    return Trial(
        found=_set_off(TriggerFinder(_with_only(trigger, service)), inquiry, text),
        clause=rule.explain(inquiry.facts, inquiry.received_at),
    )


def _with_only(trigger: Trigger, service: Service) -> Service:
    return replace(service, triggers=(trigger,))


def _set_off(
    finder: TriggerFinder, inquiry: Inquiry, text: str, act: MessageAct | None = None
) -> TriggerTrace | None:
    language = finder.service.languages[0]
    reading = Reading(inquiry=inquiry, text=text, act=act or message_act(text), language=language)
    return next(iter(finder.find(reading)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A past inquiry that would have set the trigger off."""

    received_at: datetime
    text: str
    words: tuple[str, ...]
    was_automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    days: int
    inquiries: int
    caught: int
    automatic: int
    """Of those caught: they were answered automatically."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTrial:
    tallies: Sequence[Tally]
    examples: Sequence[Caught]
    """Automatic ones first, for they are what the trigger would change."""
    is_cut: bool
    """Whether there are older ones that nobody looked at."""


def try_on_past(trigger: Trigger, service: Service, reader: JournalReader) -> PastTrial | None:
    """Look at the newest inquiries; `None` where there are none."""
    entries = [entry for _, entry in reader.newest(limit=LOOKED_AT)]
    if not entries:
        return None
    newest = max(entry.inquiry.received_at for entry in entries)
    finder = TriggerFinder(_with_only(trigger, service))
    looked = [(entry.inquiry.received_at, _caught(entry, finder)) for entry in entries]
    caught = [found for _, found in looked if found]
    return PastTrial(
        tallies=[_tally(days, newest, looked) for days in PERIODS],
        examples=sorted(caught, key=lambda each: not each.was_automatic)[:SHOWN],
        is_cut=len(entries) == LOOKED_AT,
    )


def _caught(entry: JournalEntry, finder: TriggerFinder) -> Caught | None:
    inquiry, is_known = entry.inquiry.typed_as_far_as_known(finder.service)
    if not is_known:
        return None
    found = _set_off(finder, inquiry, inquiry.text, entry.decision.trace.act)
    if found is None:
        return None
    return Caught(
        received_at=inquiry.received_at,
        text=inquiry.text,
        words=found.words,
        was_automatic=_was_automatic(entry),
    )


def _was_automatic(entry: JournalEntry) -> bool:
    """Whether it was sent, or only a pause kept it from being sent, as replay counts it."""
    match entry.decision:
        case AutoReply() | Suggestion(reason=SuggestionReason.PAUSED):
            return True
    return False


def _tally(days: int, newest: datetime, looked: Iterable[tuple[datetime, Caught | None]]) -> Tally:
    since = newest - timedelta(days=days)
    within = [found for received_at, found in looked if received_at >= since]
    return Tally(
        days=days,
        inquiries=len(within),
        caught=sum(found is not None for found in within),
        automatic=sum(found is not None and found.was_automatic for found in within),
    )
