"""How long proofs about 1,500 rules take: all of them at once, and one that was edited."""

import statistics
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from benchmarks.many_rules import many_rules
from firstline.analysis.rule_proofs import ServiceProofs
from firstline.domain.templates import TemplateId

EDITS = 150  # every tenth rule, looked at beside its topic


def measure() -> Mapping[str, Any]:
    service = many_rules()
    proofs = ServiceProofs(service=service)
    edited = service.templates[:: len(service.templates) // EDITS]
    edits_ms = sorted(_milliseconds(proofs, template.id) for template in edited)
    started = time.perf_counter()
    findings = list(proofs.of_topics(proofs.topics()))
    whole_s = time.perf_counter() - started
    return {
        "rules": len(service.templates),
        "topics": len(proofs.topics()),
        "whole_service_s": whole_s,
        "findings": Counter(finding.kind for finding in findings if not finding.not_decided),
        "not_decided": sum(bool(finding.not_decided) for finding in findings),
        "edits": len(edits_ms),
        "edit_ms": {
            "median": statistics.median(edits_ms),
            "p99": statistics.quantiles(edits_ms, n=100)[98],
            "max": edits_ms[-1],
        },
    }


def _milliseconds(proofs: ServiceProofs, template_id: TemplateId) -> float:
    """The median of three looks at one edited rule."""
    return statistics.median(_look(proofs, template_id) for _ in range(3))


def _look(proofs: ServiceProofs, template_id: TemplateId) -> float:
    started = time.perf_counter()
    list(proofs.of_template(template_id))
    return 1000 * (time.perf_counter() - started)
