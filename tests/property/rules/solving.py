"""What Z3 makes of a rule's formulas once the facts of an order stand in place of the variables."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import z3

from firstline.domain.facts import Fact, Facts, FactSchema, FactType, FactValue
from firstline.rules import Condition
from firstline.rules.moments import microseconds
from firstline.rules.proofs.smtlib import apply, claim, integer, real, truth
from firstline.rules.proofs.translation import Translation
from firstline.rules.proofs.variables import Variables


def solved(
    rule: Condition, schema: FactSchema, inquiries: Sequence[tuple[Facts, datetime]]
) -> list[bool | None]:
    """The truth of a rule on each inquiry, from its two formulas: for true, and for false."""
    variables = Variables([rule], schema)
    translation = Translation(variables)
    parameters = " ".join(f"({symbol} {sort})" for symbol, sort in variables.sorts.items())
    script = [
        f"(define-fun {name} ({parameters}) Bool {translation.formula(rule, when=wanted)})"
        for name, wanted in (("is_true", True), ("is_false", False))
    ]
    for inquiry in inquiries:
        values = dict(_assignment(variables, *inquiry))
        arguments = [values[symbol] for symbol in variables.sorts]
        script += (claim(apply(name, *arguments)) for name in ("is_true", "is_false"))
    answers = [_decided(formula) for formula in z3.parse_smt2_string("\n".join(script))]
    return [_truth(*both) for both in zip(answers[::2], answers[1::2], strict=True)]


def _decided(formula: z3.BoolRef) -> bool:
    simple = z3.simplify(formula)
    assert z3.is_true(simple) or z3.is_false(simple)
    return bool(z3.is_true(simple))


def _truth(is_true: bool, is_false: bool) -> bool | None:
    assert not (is_true and is_false)
    return is_true if is_true or is_false else None


def _assignment(
    variables: Variables, facts: Facts, received_at: datetime
) -> Iterator[tuple[str, str]]:
    codes = dict(variables.codes)
    yield variables.received_at, integer(microseconds(received_at))
    for fact in variables.facts:
        value = facts.get(fact.name)
        if symbol := variables.known.get(fact.name):
            yield symbol, truth(of=value is not None)
        for item, symbol in variables.items[fact.name].items():
            yield symbol, truth(of=isinstance(value, tuple) and item in value)
        for part, symbol in variables.parts[fact.name].items():
            yield symbol, truth(of=isinstance(value, str) and part.is_in(value))
        if symbol := variables.values.get(fact.name):
            yield symbol, _written(fact, value, codes)


def _written(fact: Fact, value: FactValue, codes: dict[str, int]) -> str:
    match fact.type, value:
        case FactType.BOOL, _:
            return truth(of=bool(value))
        case FactType.DECIMAL, _:
            return real(value or 0)  # type: ignore[arg-type] # a decimal
        case FactType.DATETIME, moment if moment is not None:
            return integer(microseconds(moment))  # type: ignore[arg-type] # a time
        case FactType.DATE, day if day is not None:
            return integer(day.toordinal())  # type: ignore[union-attr] # a date
        case ((FactType.ENUM | FactType.STRING), str(text)):
            return integer(codes.setdefault(text, len(codes)))
        case _:
            return integer(value or 0)  # type: ignore[arg-type] # a whole number
