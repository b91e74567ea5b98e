"""A whole service, topic by topic."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from firstline.analysis.rule_proofs.findings import Finding, FindingKind
from firstline.analysis.rule_proofs.ranking import FILE_ORDER, Ranking
from firstline.analysis.rule_proofs.topics import TopicProofs
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.rules import Condition, parse
from firstline.rules.limits import PROOF_S


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceProofs:
    """Holds a service's rules parsed."""

    service: Service
    ranking: Ranking = FILE_ORDER
    timeout_s: float = PROOF_S
    """For one question."""
    _rules: Mapping[TemplateId, Condition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rules = {template.id: parse(template.rule) for template in self.service.templates}
        object.__setattr__(self, "_rules", rules)

    def topics(self) -> tuple[TopicId, ...]:
        """List the topics that have templates: of the others nothing can be said."""
        named = {topic_id for template in self.service.templates for topic_id in template.topics}
        return tuple(topic.id for topic in self.service.topics if topic.id in named)

    def of_template(self, template_id: TemplateId) -> Iterator[Finding]:
        """Look at one rule beside the others of its topics."""
        template = self.service.template(template_id)
        return _once(
            finding
            for topic_id in template.topics
            for finding in self._proofs(topic_id).findings(about=template_id)
        )

    def of_topic(self, topic_id: TopicId) -> Iterator[Finding]:
        return self._proofs(topic_id).findings()

    def of_topics(self, topic_ids: Iterable[TopicId]) -> Iterator[Finding]:
        return _once(finding for topic_id in topic_ids for finding in self.of_topic(topic_id))

    def _proofs(self, topic_id: TopicId) -> TopicProofs:
        ranked = self.ranking.best_first(self.service, topic_id)
        schema = self.service.schema
        return TopicProofs(topic_id, ranked, self._rules, schema, timeout_s=self.timeout_s)


_OF_A_RULE = {FindingKind.NEVER_TRUE, FindingKind.ALWAYS_TRUE}


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Report a rule that is wrong by itself in the first of its topics only."""
    reported = set()
    for finding in findings:
        key = (finding.kind, finding.templates)
        if key not in reported:
            yield finding
        if finding.kind in _OF_A_RULE:
            reported.add(key)
