"""Formulas as text in SMT-LIB, the language of solvers.

Z3 reads a topic's rules as text several times faster than its Python package builds them.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

Formula: TypeAlias = str
"""True or false."""
Term: TypeAlias = str
"""A number; texts, dates and times are numbers too."""

TRUE, FALSE = "true", "false"


def apply(operator: str, *arguments: Term | Formula) -> str:
    return f"({operator} {' '.join(arguments)})"


def all_of(formulas: Iterable[Formula]) -> Formula:
    return _join("and", [formula for formula in formulas if formula != TRUE], TRUE)


def any_of(formulas: Iterable[Formula]) -> Formula:
    return _join("or", [formula for formula in formulas if formula != FALSE], FALSE)


def _join(operator: str, formulas: list[Formula], empty: Formula) -> Formula:
    if len(formulas) > 1:
        return apply(operator, *formulas)
    return formulas[0] if formulas else empty


def no(formula: Formula) -> Formula:
    return apply("not", formula)


def truth(*, of: bool) -> Formula:
    return TRUE if of else FALSE


def integer(value: int) -> Term:
    return apply("-", str(-value)) if value < 0 else str(value)


def real(value: int | Decimal) -> Term:
    digits = f"{Decimal(value).copy_abs():f}"
    if "." not in digits:
        digits += ".0"
    return apply("-", digits) if value < 0 else digits


def between(low: Term, value: Term, high: Term) -> Formula:
    return apply("<=", low, value, high)


def declare(symbol: str, sort: str) -> str:
    return apply("declare-const", symbol, sort)


def claim(formula: Formula) -> str:
    return apply("assert", formula)
