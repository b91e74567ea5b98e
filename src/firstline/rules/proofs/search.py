"""One question put to Z3, in more than one way if it must be."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from firstline.domain.facts import FactType
from firstline.rules.proofs.answers import NotDecided, Proven
from firstline.rules.proofs.preferences import has_places, preferences
from firstline.rules.proofs.smtlib import Formula, all_of, apply, claim, declare
from firstline.rules.proofs.solver import Solver, Values, Verdict
from firstline.rules.proofs.variables import Variables

FEW_PLACES = 6
ALL_PLACES = 60  # 30 digits, of which the first is at most 30 places behind the point
_TIMER_S = 0.01  # by which Z3 may stop early

Outcome: TypeAlias = Values | Proven | NotDecided


class Search:
    """One solver that reads everything once; a question only names what is to hold."""

    def __init__(
        self, variables: Variables, formulas: Mapping[str, Formula], *, timeout_s: float
    ) -> None:
        self._timeout_s = timeout_s
        preferred = {
            f"ordinary_{group}": {f"ordinary_{group}_{n}": f for n, f in enumerate(formulas)}
            for group, formulas in enumerate(preferences(variables))
        }
        self._preferred = {group: tuple(members) for group, members in preferred.items()}
        places = {f"places_{n}": _all_have_places(variables, n) for n in (FEW_PLACES, ALL_PLACES)}
        named = {**formulas, **places}
        for group, members in preferred.items():
            named |= {**members, group: all_of(members)}
        self._symbols = tuple(variables.sorts)
        sorts = {**variables.sorts, **dict.fromkeys(named, "Bool")}
        claims = [*variables.limits(), *(apply("=>", name, f) for name, f in named.items())]
        script = [*(declare(*symbol) for symbol in sorts.items()), *map(claim, claims)]
        self._solver = Solver("\n".join(script), sorts)

    def outcomes(self, names: Sequence[str]) -> Iterator[Outcome]:
        """Look for values that make these formulas true, and for others until some are taken.

        The last outcome is a verdict.
        """
        deadline = time.monotonic() + self._timeout_s
        # Ordinary numbers are a matter of looks: half of the time must be enough for them.
        first = self._solve(names, self._preferred, deadline - self._timeout_s / 2)
        yield self._solve(names, (), deadline) if isinstance(first, NotDecided) else first
        # Reals may lie where no decimal does: 1/3, the root of 2.
        few = self._solve([*names, f"places_{FEW_PLACES}"], self._preferred, deadline)
        if not isinstance(few, Proven | NotDecided):
            yield few
        yield self._solve([*names, f"places_{ALL_PLACES}"], self._preferred, deadline)
        yield NotDecided(reason="the orders that were found have numbers too long for a fact")

    def _solve(self, names: Sequence[str], preferred: Iterable[str], deadline: float) -> Outcome:
        """Look for values that meet as many preferences as it can, the first ones first."""
        left = list(preferred)
        while True:
            match self._check([*names, *left], deadline):
                case Verdict.POSSIBLE:
                    return self._solver.values(self._symbols)
                case Verdict.UNKNOWN:
                    return NotDecided(reason=self._reason(deadline))
            core = self._solver.core()
            if core.isdisjoint(left):
                return Proven()
            blamed = max(place for place, name in enumerate(left) if name in core)
            left[blamed : blamed + 1] = self._preferred.get(left[blamed], ())

    def _check(self, names: Sequence[str], deadline: float) -> Verdict:
        timeout_ms = int(1000 * (deadline - time.monotonic()))
        if timeout_ms <= 0:
            return Verdict.UNKNOWN
        return self._solver.check(names, timeout_ms=timeout_ms)

    def _reason(self, deadline: float) -> str:
        if time.monotonic() >= deadline - _TIMER_S:
            return f"no answer within {self._timeout_s:g} s"
        return "its arithmetic is too hard for the solver"


def _all_have_places(variables: Variables, places: int) -> Formula:
    decimals = [variables.values[f.name] for f in variables.facts if f.type is FactType.DECIMAL]
    return all_of(has_places(decimal, places) for decimal in decimals)
