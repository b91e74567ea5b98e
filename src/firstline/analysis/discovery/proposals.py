"""Proposals: a template for each reply that agents keep writing to a cluster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydantic import TypeAdapter

from firstline.analysis.discovery.clusters import ProposedReply
from firstline.analysis.discovery.past import PastInquiry
from firstline.analysis.discovery.replies import LEAST, Wording, wordings
from firstline.analysis.discovery.rule_search import (
    Marks,
    checked,
    earlier_and_later,
    find_rule,
    true_of,
    with_facts_present,
)
from firstline.domain.cases import Case
from firstline.domain.facts import FactName, FactValue
from firstline.domain.services import Service
from firstline.domain.templates import Language, TemplateExample, TemplateId, placeholders
from firstline.rules import Condition, format_rule
from firstline.rules.examples import asks_for_time
from firstline.rules.tree import facts_of_rule
from firstline.text import LanguageDetector

EXAMPLES_OF_EACH = 2
_FACTS = TypeAdapter(dict[FactName, FactValue])


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What agents did with the inquiries of one cluster, in one language."""

    language: Language
    cases: tuple[Case, ...]
    """Those with a reply in free words first."""
    in_free_words: int


def answered(
    members: Sequence[PastInquiry], service: Service, detector: LanguageDetector
) -> Answered | None:
    """Take the replies in the first of the service's languages in which agents wrote a few."""
    written = [past for past in members if past.reply]
    languages = [detector.detect(past.reply, among=service.languages) for past in written]
    for language in service.languages:
        free = [past for past, other in zip(written, languages, strict=True) if other == language]
        if len(free) >= LEAST:
            sent = [past for past in members if past.template_id and past.language == language]
            cases = tuple(map(_case, (*free, *sent)))
            return Answered(language=language, cases=cases, in_free_words=len(free))
    return None


def _case(past: PastInquiry) -> Case:
    return Case(inquiry=past.inquiry, reply=past.reply, template_id=past.template_id)


def proposals(
    members: Sequence[PastInquiry], replied: Answered, service: Service, *, stem: str
) -> tuple[tuple[ProposedReply, ...], Marks]:
    """Draft a template for each recurring reply, and say which members they would cover."""
    free = replied.cases[: replied.in_free_words]
    found = wordings(free, service.schema, language=replied.language, zone=service.zone)
    readers = np.array([past.language == replied.language for past in members], dtype=bool)
    cases = tuple(map(_case, members))
    covered = np.zeros(len(members), dtype=bool)
    drafts = []
    for template_id, wording in zip(_template_ids(stem, service), found, strict=False):
        rule, draft = _proposal(wording, replied, service)
        covers = readers & true_of(rule, cases, service.schema)
        covered |= covers
        drafts.append(replace(draft, template_id=template_id, covers=int(covers.sum())))
    return tuple(drafts), covered


def _proposal(
    wording: Wording, replied: Answered, service: Service
) -> tuple[Condition, ProposedReply]:
    """Learn the rule from the earlier cases, and let the later ones check it."""
    cases = replied.cases
    got_it = np.zeros(len(cases), dtype=bool)
    got_it[list(wording.members)] = True
    earlier, later = earlier_and_later(cases)
    learnt = find_rule([cases[place] for place in earlier], got_it[earlier], service.schema)
    needed = [FactName(name) for name in placeholders(wording.text)]
    rule = with_facts_present(learnt, needed, service.schema)
    check = checked(
        rule,
        [cases[place] for place in later],
        got_it[later],
        service.schema,
        delta=service.policy.delta,
    )
    draft = ProposedReply(
        template_id=TemplateId(""),
        text=wording.text,
        language=wording.language,
        rule=format_rule(rule),
        check=check,
        examples=tuple(_examples(rule, needed, cases, got_it, service)),
        inquiries=tuple(cases[place].inquiry.id for place in wording.members),
        covers=0,
    )
    return rule, draft


def _template_ids(stem: str, service: Service) -> Iterator[TemplateId]:
    taken = {str(template.id) for template in service.templates}
    number = 0
    while True:
        number += 1
        template_id = f"{stem}_reply" if number == 1 else f"{stem}_reply_{number}"
        if template_id not in taken:
            yield TemplateId(template_id)


def _examples(
    rule: Condition,
    needed: Sequence[FactName],
    cases: Sequence[Case],
    got_it: Marks,
    service: Service,
) -> Iterator[TemplateExample]:
    """Show orders on both sides that the rule judges as the agents did."""
    names = dict.fromkeys((*facts_of_rule(rule), *needed))
    if not facts_of_rule(rule):
        return  # it is true of every order
    holds = true_of(rule, cases, service.schema)
    for gets_it, places in ((True, holds & got_it), (False, ~holds & ~got_it)):
        seen: list[object] = []
        for place in np.flatnonzero(places).tolist():
            example = _example(cases[place], names, rule, gets_it=gets_it)
            if example.facts not in seen and len(seen) < EXAMPLES_OF_EACH:
                seen.append(example.facts)
                yield example


def _example(
    case: Case, names: dict[FactName, None], rule: Condition, *, gets_it: bool
) -> TemplateExample:
    inquiry = case.inquiry
    known = {name: inquiry.facts.get(name) for name in names}
    return TemplateExample(
        gets_it=gets_it,
        facts=_FACTS.dump_python(
            {name: value for name, value in known.items() if value is not None}, mode="json"
        ),
        received_at=inquiry.received_at if asks_for_time(rule) else None,
    )
