"""One rule by itself: whether it tells any orders apart."""

from firstline.analysis.rule_proofs.findings import FindingKind
from firstline.rules import Condition
from firstline.rules.proofs import Answer, Prover, Witness
from firstline.rules.tree import Always


def alone(rule: Condition, prover: Prover) -> tuple[FindingKind, Answer] | None:
    """Say that it is never true, or always though not written so: proven, or not decided.

    `None` where an order meets it and another does not.
    """
    never = prover.never_true(rule)
    if not isinstance(never, Witness):
        return FindingKind.NEVER_TRUE, never
    if isinstance(rule, Always):
        return None
    always = prover.always_true(rule)
    return None if isinstance(always, Witness) else (FindingKind.ALWAYS_TRUE, always)
