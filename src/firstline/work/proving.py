"""What proofs say about the rules that a draft changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from firstline.analysis.replay.touched import changed_rules
from firstline.analysis.rule_proofs import Ranking, ServiceProofs, difference
from firstline.analysis.rule_proofs import findings as found
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.panel.releases.prepared import Finding, Order, Proofs, RuleEffect
from firstline.release.records import Release
from firstline.rules import parse
from firstline.rules.explanation import shown
from firstline.rules.proofs import Answer, NotDecided, Witness


def rule_effects(before: Service, after: Service) -> Iterator[RuleEffect]:
    """Say of each edited rule to which orders it is sent now and was not, and the reverse."""
    old, new = ({t.id: t for t in service.templates} for service in (before, after))
    for template_id in changed_rules(before, after):
        if template_id in old and template_id in new:
            rules = parse(old[template_id].rule), parse(new[template_id].rule)
            answers = difference(*rules, after.schema)
            yield _effect(template_id, answers.added, answers.removed)


def _effect(template_id: TemplateId, added: Answer, removed: Answer) -> RuleEffect:
    return RuleEffect(
        template=template_id,
        added=_order(added),
        removed=_order(removed),
        undecided=tuple(a.reason for a in (added, removed) if isinstance(a, NotDecided)),
    )


def _order(answer: Answer | None) -> Order | None:
    if not isinstance(answer, Witness):
        return None
    return Order(
        facts={name: shown(value) for name, value in answer.facts.items()},
        received_at=shown(answer.received_at),
    )


def proofs(before: Release, after: Release) -> Proofs:
    """Compare what is found about the topics of changed rules with what was found before."""
    topics = _topics(before.service, after.service)
    old, new = _findings(before, topics), _findings(after, topics)
    return Proofs(
        new=tuple(finding for key, finding in new.items() if key not in old),
        gone=tuple(finding for key, finding in old.items() if key not in new),
        kept=len(old.keys() & new.keys()),
    )


def _topics(before: Service, after: Service) -> tuple[TopicId, ...]:
    changed = changed_rules(before, after)
    templates = (*after.templates, *before.templates)
    named = (topic for t in templates if t.id in changed for topic in t.topics)
    return tuple(dict.fromkeys(named))


def _findings(
    release: Release, topics: Iterable[TopicId]
) -> dict[tuple[str, str, frozenset[str]], Finding]:
    service = only_about(release.service, topics)
    shown_ = ServiceProofs(service=service, ranking=Ranking(ranker=release.model.ranker))
    known = [topic for topic in topics if topic in set(shown_.topics())]
    return {
        (finding.kind, finding.topic_id, frozenset(finding.templates)): _finding(finding)
        for finding in shown_.of_topics(known)
    }


def only_about(service: Service, topics: Iterable[TopicId]) -> Service:
    """Leave out the templates of other topics: nothing about them is asked."""
    wanted = set(topics)
    kept = tuple(t for t in service.templates if not wanted.isdisjoint(t.topics))
    return replace(service, templates=kept)


def _finding(finding: found.Finding) -> Finding:
    return Finding(
        kind=finding.kind,
        severity=finding.severity,
        topic=finding.topic_id,
        templates=finding.templates,
        example=_order(finding.example),
        not_decided=finding.not_decided,
    )
