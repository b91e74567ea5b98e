"""What proofs say about the rules of a service."""

from firstline.analysis.rule_proofs.alone import alone
from firstline.analysis.rule_proofs.findings import Finding, FindingKind, Severity
from firstline.analysis.rule_proofs.ranking import Ranking
from firstline.analysis.rule_proofs.services import ServiceProofs
from firstline.analysis.rule_proofs.versions import Difference, difference

__all__ = [
    "Difference",
    "Finding",
    "FindingKind",
    "Ranking",
    "ServiceProofs",
    "Severity",
    "alone",
    "difference",
]
