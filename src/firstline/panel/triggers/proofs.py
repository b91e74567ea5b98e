"""Whether the rule of a trigger says anything: one that no order meets guards nobody."""

from typing import TYPE_CHECKING

from firstline.domain.facts import FactSchema
from firstline.domain.triggers import Trigger
from firstline.panel.content.proofs import QUESTION_S
from firstline.rules import parse

if TYPE_CHECKING:  # loads Z3, which few requests need
    from firstline.analysis.rule_proofs import FindingKind


def says_nothing(trigger: Trigger, schema: FactSchema) -> "FindingKind | None":
    """Look whether its rule tells any orders apart; `None` where it does, or nobody knows."""
    from firstline.analysis.rule_proofs import alone  # noqa: PLC0415 - see above
    from firstline.rules.proofs import Proven, Prover  # noqa: PLC0415

    rule = parse(trigger.rule)
    found = alone(rule, Prover([rule], schema, timeout_s=QUESTION_S))
    return found[0] if found and isinstance(found[1], Proven) else None
