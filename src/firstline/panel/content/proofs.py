"""What can be proven about one edited rule beside the others of its topics."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firstline.domain.errors import RuleError
from firstline.domain.services import Service
from firstline.domain.templates import Template
from firstline.panel.content.drafts import Edited
from firstline.rules import parse
from firstline.rules.explanation import shown

if TYPE_CHECKING:  # loads Z3, which few requests need
    from firstline.analysis.rule_proofs import Finding

QUESTION_S = 0.25  # a person waits; a whole service is proven before it is published


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    finding: "Finding"
    topic: str
    """Its name."""
    order: Mapping[str, str]
    """Fact → value of an order that shows it; those not named are missing."""
    received_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofs:
    found: Sequence[Found] = ()
    milliseconds: int = 0


def proved(template: Template, edited: Edited) -> Proofs:
    """Look for overlaps, contradictions and gaps; only the rules of its topics are read."""
    from firstline.analysis.rule_proofs import Ranking, ServiceProofs  # noqa: PLC0415 - see above

    started = time.perf_counter()
    near = _near(template, edited.service)
    ranking = Ranking(ranker=edited.live.model.ranker)
    proofs = ServiceProofs(service=near, ranking=ranking, timeout_s=QUESTION_S)
    found = [_found(finding, near) for finding in proofs.of_template(template.id)]
    return Proofs(found=found, milliseconds=round(1000 * (time.perf_counter() - started)))


def _near(template: Template, content: Service) -> Service:
    """Keep the templates of its topics whose rules can be read."""
    topics = set(template.topics)
    others = tuple(
        other
        for other in content.templates
        if other.id != template.id and topics & {*other.topics} and _is_readable(other)
    )
    return replace(content, templates=(*others, template))


def _is_readable(template: Template) -> bool:
    try:
        parse(template.rule)
    except RuleError:
        return False
    return True


def _found(finding: "Finding", content: Service) -> Found:
    example = finding.example
    order = {name: shown(value) for name, value in example.facts.items()} if example else {}
    return Found(
        finding=finding,
        topic=content.topics[finding.topic_id].name,
        order={name: value for name, value in order.items() if value != "missing"},
        received_at=example.received_at.isoformat(" ", "minutes") if example else "",
    )
