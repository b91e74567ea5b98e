"""From a journaled decision to a draft: ask the language model, fill, check."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from firstline.connectors.breaker import Breaker
from firstline.connectors.openai_compatible.chat import Chat, Completion
from firstline.connectors.openai_compatible.errors import (
    LanguageModelError,
    ServerRefused,
    ServerUnreachable,
)
from firstline.connectors.openai_compatible.messages import system_message, user_message
from firstline.domain.decisions import AutoReply, Suggestion
from firstline.domain.facts import FactName, Facts
from firstline.domain.inquiries import Inquiry
from firstline.domain.services import Service
from firstline.domain.templates import PLACEHOLDER, Language
from firstline.engine.fill import fill
from firstline.journal.entries import JournalEntry
from firstline.serving.drafts.findings import Finding, FindingKind, find
from firstline.serving.drafts.records import Draft
from firstline.serving.errors import DraftFailed, DraftsBusy, DraftsPaused, NothingToDraft


@dataclass(slots=True, kw_only=True)
class Drafter:
    """Drafts with one language model; what it does touches no decision."""

    chat: Chat
    at_once: int
    """How many drafts may be waited for; more are refused."""
    breaker: Breaker = field(default_factory=Breaker)
    _under_way: int = 0

    async def draft(self, entry: JournalEntry, service: Service) -> Draft:
        """Draft a reply to the inquiry of a decision.

        Args:
            entry: the decision, as the journal has it.
            service: the content that answers now.

        Raises:
            NothingToDraft: the inquiry was answered automatically, or is empty.
            DraftsBusy, DraftsPaused: the language model is not asked now.
            DraftFailed: it gave no draft.
            InquiryError: a fact that was known then is unknown to the service now.
        """
        if isinstance(entry.decision, AutoReply):
            raise NothingToDraft("this inquiry was answered automatically")
        inquiry = entry.inquiry.typed(service)
        if not inquiry.text:
            raise NothingToDraft("the customer's message is empty")
        replies = _prepared_replies(entry)
        completion = await self._ask(inquiry, service, replies)
        return _checked(entry, completion, inquiry.facts, service, replies)

    async def _ask(self, inquiry: Inquiry, service: Service, replies: Sequence[str]) -> Completion:
        if wait_s := self.breaker.wait_s():
            raise DraftsPaused(wait_s)
        if self._under_way >= self.at_once:
            raise DraftsBusy(self._under_way)
        told = user_message(inquiry.text, inquiry.facts, service, prepared_replies=replies)
        self._under_way += 1
        try:
            completion = await self.chat.complete((system_message(service), told))
        except LanguageModelError as error:
            self.breaker.failed()
            raise DraftFailed(_why(error)) from error
        finally:
            self._under_way -= 1
        self.breaker.succeeded()
        return completion


def _prepared_replies(entry: JournalEntry) -> tuple[str, ...]:
    decision = entry.decision
    if isinstance(decision, Suggestion):
        return tuple(reply.text for reply in decision.replies)
    return ()


def _why(error: LanguageModelError) -> str:
    """Say it without the server's own words, which may quote the customer."""
    match error:
        case ServerUnreachable():
            return "it did not answer in time"
        case ServerRefused(status=status):
            return f"its server refused ({status})"
        case _:
            return "its answer makes no sense"


def _checked(
    entry: JournalEntry,
    completion: Completion,
    facts: Facts,
    service: Service,
    replies: Sequence[str],
) -> Draft:
    text = _filled(completion.text, facts, service, _language(entry, service))
    findings = list(find(text, facts=facts, prepared_replies=replies, service=service))
    if completion.is_cut_off:
        findings.append(Finding(kind=FindingKind.CUT_OFF))
    return Draft(
        decision_id=entry.decision_id,
        text=text,
        findings=tuple(dict.fromkeys(findings)),
        model=completion.model,
    )


def _language(entry: JournalEntry, service: Service) -> Language:
    language = entry.decision.trace.language
    return language if language in service.languages else service.languages[0]


def _filled(text: str, facts: Facts, service: Service, language: Language) -> str:
    """Fill each placeholder whose fact is known; the others stay, to be found."""
    known = {name for name, value in facts.items() if value not in (None, ())}
    return PLACEHOLDER.sub(
        lambda found: (
            fill(found[0], facts, language=language, zone=service.zone)
            if FactName(found[1]) in known
            else found[0]
        ),
        text,
    )
