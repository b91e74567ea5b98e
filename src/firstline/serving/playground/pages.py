"""The page as one record: what the template shows, decided before it is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass

from firstline.domain.examples import ExampleCustomer
from firstline.domain.templates import Language
from firstline.release.records import Release
from firstline.serving.playground.asking import Answered, Asked
from firstline.serving.playground.conversation import Conversation, new_conversation
from firstline.serving.playground.fact_form import (
    FactForm,
    FactGroups,
    fact_groups,
    typed_facts,
    used_by,
    used_most,
)
from firstline.serving.playground.header import Header, header
from firstline.serving.playground.verdicts import Verdict, verdict
from firstline.serving.playground.why import Why, why
from firstline.serving.playground.words import language


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    id: str
    name: str
    initials: str
    language: Language
    language_name: str
    summary: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    header: Header
    customers: tuple[CustomerCard, ...]
    chosen: CustomerCard
    samples: tuple[str, ...]
    conversation: Conversation
    message: str
    message_error: str
    facts: FactGroups
    fact_errors: int
    verdict: Verdict | None
    why: Why | None
    announcement: str
    """What a screen reader says once the page is there."""


def opening_page(release: Release, customer: ExampleCustomer) -> Page:
    service = release.service
    typed = typed_facts(
        customer.facts, service.schema, zone=service.zone, received_at=customer.received_at
    )
    form = FactForm(typed=typed, received_at=customer.received_at, errors={}, facts=customer.facts)
    return _page(
        release,
        customer,
        form=form,
        conversation=new_conversation(),
        first=used_most(service, customer.facts),
    )


def unanswered_page(release: Release, asked: Asked) -> Page:
    """Show what was typed again, with what is wrong beside it; or an emptied conversation."""
    known = [name for name, value in asked.facts.typed.items() if value]
    return _page(
        release,
        asked.customer,
        form=asked.facts,
        conversation=new_conversation() if asked.is_restart else asked.conversation,
        first=(*asked.facts.errors, *used_most(release.service, known)),
        message=asked.message,
        message_error=asked.message_error,
    )


def answered_page(release: Release, asked: Asked, answered: Answered) -> Page:
    entry, service = answered.entry, release.service
    decision = entry.decision
    return _page(
        release,
        asked.customer,
        form=asked.facts,
        conversation=answered.conversation,
        first=used_by(decision) or used_most(service, asked.facts.facts),
        message=asked.unsent,
        outcome=verdict(decision, service),
        reasons=why(
            decision,
            service,
            decision_id=entry.decision_id,
            seconds=entry.timings.total,
        ),
    )


def _page(
    release: Release,
    customer: ExampleCustomer,
    *,
    form: FactForm,
    conversation: Conversation,
    first: Sequence[str],
    message: str = "",
    message_error: str = "",
    outcome: Verdict | None = None,
    reasons: Why | None = None,
) -> Page:
    return Page(
        header=header(release),
        customers=tuple(
            _card(example, is_chosen=example.id == customer.id) for example in release.examples
        ),
        chosen=_card(customer, is_chosen=True),
        samples=customer.messages,
        conversation=conversation,
        message=message,
        message_error=message_error,
        facts=fact_groups(form, release.service.schema, first),
        fact_errors=len(form.errors),
        verdict=outcome,
        why=reasons,
        announcement=_announcement(conversation, outcome, message_error, len(form.errors)),
    )


def _announcement(
    conversation: Conversation, outcome: Verdict | None, message_error: str, fact_errors: int
) -> str:
    if outcome is not None:
        return f"{outcome.title}. {conversation.turns[-1].text}"
    if fact_errors:
        return "Nothing was sent: some facts cannot be used. What is wrong stands beside them."
    return message_error


def _card(customer: ExampleCustomer, *, is_chosen: bool) -> CustomerCard:
    return CustomerCard(
        id=customer.id,
        name=customer.name,
        initials="".join(word[0] for word in customer.name.split()[:2]),
        language=customer.language,
        language_name=language(customer.language),
        summary=customer.summary,
        is_chosen=is_chosen,
    )
