"""One topic: each of its rules, every two of them, and all of them together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from firstline.analysis.rule_proofs.alone import alone
from firstline.analysis.rule_proofs.findings import Finding, FindingKind
from firstline.analysis.rule_proofs.ranking import meet, stands_in_for
from firstline.domain.facts import FactSchema
from firstline.domain.templates import Template, TemplateId
from firstline.domain.topics import TopicId
from firstline.rules import Condition
from firstline.rules.proofs import Answer, NotDecided, Proven, Prover, Witness


class TopicProofs:
    """The templates of one topic, best first, with one prover for all their rules."""

    def __init__(
        self,
        topic_id: TopicId,
        ranked: Sequence[Template],
        rules: Mapping[TemplateId, Condition],
        schema: FactSchema,
        *,
        timeout_s: float,
    ) -> None:
        self._topic_id = topic_id
        self._ranked = ranked
        self._rules = {template.id: rules[template.id] for template in ranked}
        self._schema = schema
        self._prover = Prover(self._rules.values(), schema, timeout_s=timeout_s)
        self._dead: set[TemplateId] = set()
        """Never true or never winning; they need not be reported again with every other."""

    def findings(self, about: TemplateId | None = None) -> Iterator[Finding]:
        """List what is found, defects first; perhaps only what one template has part in."""
        for template in self._ranked:
            if about in (None, template.id):
                yield from self._of_rule(template)
        pairs = [
            (better, other, self._prover.never_both(*self._rules_of(better, other)))
            for better, other in combinations(self._ranked, 2)
            if about in (None, better.id, other.id) and meet(better, other)
        ]
        apart = {(b.id, o.id) for b, o, answer in pairs if isinstance(answer, Proven)}
        for place, template in enumerate(self._ranked):
            rivals = [r for r in self._ranked[:place] if (r.id, template.id) not in apart]
            yield from self._of_place(template, rivals, about)
        for better, other, answer in pairs:
            if not isinstance(answer, Proven) and self._dead.isdisjoint((better.id, other.id)):
                yield self._finding(FindingKind.OVERLAP, answer, better, other)
        yield from self._of_all()

    def _of_rule(self, template: Template) -> Iterator[Finding]:
        found = alone(self._rules[template.id], self._prover)
        if found is None:
            return
        kind, answer = found
        if kind is FindingKind.NEVER_TRUE and isinstance(answer, Proven):
            self._dead.add(template.id)
        yield self._finding(kind, answer, template)

    def _of_place(
        self, template: Template, better: Iterable[Template], about: TemplateId | None
    ) -> Iterator[Finding]:
        rivals: Sequence[Template] = [
            rival
            for rival in better
            if rival.id not in self._dead and stands_in_for(rival, template, self._schema)
        ]
        concerned = {template.id, *(rival.id for rival in rivals)}
        if template.id in self._dead or not rivals or (about and about not in concerned):
            return
        answer = self._within(template, rivals)
        if isinstance(answer, Proven):
            self._dead.add(template.id)
            rivals = self._needed(template, rivals)
            answer = self._prover.never_both(*self._rules_of(template, rivals[0]))
        elif isinstance(answer, Witness):
            return
        if about in (None, template.id, *_ids(rivals)):
            yield self._finding(FindingKind.NEVER_WINS, answer, template, *rivals)

    def _needed(self, template: Template, rivals: Sequence[Template]) -> Sequence[Template]:
        """Name as few of the rivals as it takes: one, if one alone always wins."""
        alone = (r for r in rivals if isinstance(self._within(template, [r]), Proven))
        return [first] if (first := next(alone, None)) else rivals

    def _within(self, template: Template, rivals: Sequence[Template]) -> Answer:
        return self._prover.only_within(self._rules[template.id], self._rules_of(*rivals))

    def _rules_of(self, *templates: Template) -> list[Condition]:
        return [self._rules[template.id] for template in templates]

    def _of_all(self) -> Iterator[Finding]:
        answer = self._prover.always_one_of(list(self._rules.values()))
        if not isinstance(answer, Proven):
            yield self._finding(FindingKind.UNANSWERED, answer)

    def _finding(self, kind: FindingKind, answer: Answer, *templates: Template) -> Finding:
        return Finding(
            kind=kind,
            topic_id=self._topic_id,
            templates=_ids(templates),
            example=answer if isinstance(answer, Witness) else None,
            not_decided=answer.reason if isinstance(answer, NotDecided) else "",
        )


def _ids(templates: Sequence[Template]) -> tuple[TemplateId, ...]:
    return tuple(template.id for template in templates)
