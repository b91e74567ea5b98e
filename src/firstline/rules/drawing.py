"""An explained rule as an indented tree: each clause with its truth and the values it saw."""

from collections.abc import Iterator
from dataclasses import replace

from firstline.domain.traces import Clause, Join
from firstline.rules.evaluation import negation

_TRUTH = {True: "✓", False: "✗", None: "?"}
_JOIN = {Join.ALL: "all of:", Join.ANY: "any of:", Join.NONE: "none of:"}


def draw(clause: Clause, *, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    if clause.join and clause.parts:
        yield f"{indent}{_TRUTH[clause.holds]} {_JOIN[clause.join]}"
        for part in clause.parts:
            yield from draw(part, depth=depth + 1)
        return
    seen = ", ".join(f"{name} = {value}" for name, value in clause.seen.items())
    yield f"{indent}{_TRUTH[clause.holds]} {clause.text}" + (f"  ({seen})" if seen else "")


def decisive(clause: Clause) -> Clause:
    """Leave out the parts that had no say: one false part is why an `and` is false."""
    if clause.join is None:
        return clause
    truth = negation(clause.holds) if clause.join is Join.NONE else clause.holds
    parts = tuple(decisive(part) for part in clause.parts if part.holds is truth)
    alone = len(parts) == 1 and clause.join is not Join.NONE
    return parts[0] if alone else replace(clause, parts=parts)
