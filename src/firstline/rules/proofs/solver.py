"""Z3, which reads text and answers with plain values: the one place that knows its package.

The calls that are made thousands of times are Z3's own; the objects of its Python package,
which has no types, would take longer than the solving.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from firstline.domain.errors import FirstlineError


class ProverNotInstalled(FirstlineError):
    """Proofs were asked for, but Z3 is not there."""


try:
    import z3
except ImportError as error:
    raise ProverNotInstalled("proofs need the extra: pip install 'firstline[prove]'") from error


class Verdict(Enum):
    POSSIBLE = auto()
    IMPOSSIBLE = auto()
    UNKNOWN = auto()


Value: TypeAlias = bool | Fraction
Values: TypeAlias = Mapping[str, Value]
"""By symbol. What is left out may have any value, or is irrational like the root of 2."""


class Solver:
    """Reads a script once; what is asked later only names what to assume."""

    def __init__(self, script: str, sorts: Mapping[str, str]) -> None:
        context = z3.Context()  # of its own: nothing done before changes what is found
        self._context = context.ref()
        self._solver = z3.SimpleSolver(ctx=context)
        self._solver.from_string(script)
        self._sorts = sorts
        self._make = {
            "Bool": partial(z3.Bool, ctx=context),
            "Int": partial(z3.Int, ctx=context),
            "Real": partial(z3.Real, ctx=context),
        }
        self._symbols: dict[str, Any] = {}
        self._declarations: dict[str, Any] = {}

    def check(self, names: Sequence[str], *, timeout_ms: int) -> Verdict:
        """Say whether these can all hold, with what the script claims of all."""
        self._solver.set(timeout=timeout_ms)
        assumed = (z3.Ast * len(names))(*(self._symbol(name).ast for name in names))
        return _VERDICTS[
            z3.Z3_solver_check_assumptions(self._context, self._solver.solver, len(names), assumed)
        ]

    def core(self) -> set[str]:
        """Name some that cannot all hold, after a check that was impossible."""
        return {literal.decl().name() for literal in self._solver.unsat_core()}

    def values(self, names: Iterable[str]) -> Values:
        """Read values after a check that was possible."""
        model = self._solver.model().model
        found = {
            name: z3.Z3_model_get_const_interp(self._context, model, self._declared(name))
            for name in names
        }
        values = {name: self._value(name, ast) for name, ast in found.items() if ast.value}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, name: str, ast: Any) -> Value | None:  # noqa: ANN401 - Z3 has no types
        sort = self._sorts[name]
        if sort == "Bool":
            return bool(z3.Z3_get_bool_value(self._context, ast) == z3.Z3_L_TRUE)
        if sort == "Real" and z3.Z3_is_algebraic_number(self._context, ast):
            return None
        digits = z3.Z3_get_numeral_string(self._context, ast)
        return Fraction(int(digits)) if sort == "Int" else Fraction(digits)

    def _symbol(self, name: str) -> Any:  # noqa: ANN401 - Z3 has no types
        if name not in self._symbols:
            self._symbols[name] = self._make[self._sorts[name]](name)
        return self._symbols[name]

    def _declared(self, name: str) -> Any:  # noqa: ANN401 - Z3 has no types
        if name not in self._declarations:
            self._declarations[name] = self._symbol(name).decl()
        return self._declarations[name].ast


_VERDICTS = {
    z3.Z3_L_TRUE: Verdict.POSSIBLE,
    z3.Z3_L_FALSE: Verdict.IMPOSSIBLE,
    z3.Z3_L_UNDEF: Verdict.UNKNOWN,
}
