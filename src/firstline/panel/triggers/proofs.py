"""Whether the rule of a trigger says anything: one that no order meets guards nobody."""

from enum import StrEnum

from firstline.domain.facts import FactSchema
from firstline.domain.triggers import ALWAYS, Trigger
from firstline.rules import parse

QUESTION_S = 0.25
"""A person waits; what takes longer stays unsaid."""


class Emptiness(StrEnum):
    NEVER = "never"
    """No order sets it off."""
    ALWAYS = "always"
    """Every order does, though it is not written `always`."""


def emptiness(trigger: Trigger, schema: FactSchema) -> Emptiness | None:
    """Look whether the rule tells any orders apart; `None` where it does, or nobody knows."""
    from firstline.rules.proofs import Proven, Prover  # noqa: PLC0415 - loads Z3

    if trigger.rule == ALWAYS:
        return None
    rule = parse(trigger.rule)
    prover = Prover([rule], schema, timeout_s=QUESTION_S)
    if isinstance(prover.never_true(rule), Proven):
        return Emptiness.NEVER
    return Emptiness.ALWAYS if isinstance(prover.always_true(rule), Proven) else None
