"""Two versions of one rule: what each allows and the other does not."""

from dataclasses import dataclass

from firstline.domain.facts import FactSchema
from firstline.rules import Condition
from firstline.rules.limits import PROOF_S
from firstline.rules.proofs import Answer, Proven, Prover


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    added: Answer
    """An order on which only the new version is true."""
    removed: Answer
    """An order on which only the old version was true."""

    @property
    def is_none(self) -> bool:
        return isinstance(self.added, Proven) and isinstance(self.removed, Proven)


def difference(
    old: Condition, new: Condition, schema: FactSchema, *, timeout_s: float = PROOF_S
) -> Difference:
    prover = Prover([old, new], schema, timeout_s=timeout_s)
    added, removed = prover.only_within(new, [old]), prover.only_within(old, [new])
    return Difference(added=added, removed=removed)
