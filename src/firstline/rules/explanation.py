"""Why a rule is true or not: its truth clause by clause, with the values it saw."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeAlias

from firstline.domain.facts import FactName, Facts, FactValue
from firstline.domain.traces import Clause, Join
from firstline.rules.evaluation import Truth, evaluator, join_all, join_any, negation
from firstline.rules.formatting import format_rule
from firstline.rules.tree import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    ReceivedAt,
    facts_of,
    operands,
)

Explain: TypeAlias = Callable[[Facts, datetime], Clause]


def explain(rule: Condition, facts: Facts, received_at: datetime) -> Clause:
    return explainer(rule)(facts, received_at)


def explainer(condition: Condition) -> Explain:
    """Prepare the explanation of one condition; texts are written once, not per inquiry."""
    match condition:
        case AllOf():
            return _joined(condition, Join.ALL, condition.parts)
        case AnyOf():
            return _joined(condition, Join.ANY, condition.parts)
        case Not(part=AllOf() | AnyOf() | Not()):
            return _joined(condition, Join.NONE, (condition.part,))
        case _:
            return _single(condition)


def _joined(condition: Condition, join: Join, parts: tuple[Condition, ...]) -> Explain:
    text, truth_of = format_rule(condition), _TRUTH[join]
    explainers = tuple(map(explainer, parts))

    def explain_group(facts: Facts, received_at: datetime) -> Clause:
        clauses = tuple(part(facts, received_at) for part in explainers)
        truth = truth_of(clause.holds for clause in clauses)
        return Clause(text=text, holds=truth, join=join, parts=clauses)

    return explain_group


_TRUTH: dict[Join, Callable[[Iterable[Truth]], Truth]] = {
    Join.ALL: join_all,
    Join.ANY: join_any,
    Join.NONE: lambda truths: negation(join_any(truths)),
}


def _single(condition: Condition) -> Explain:
    text, evaluate = format_rule(condition), evaluator(condition)
    test = condition.part if isinstance(condition, Not) else condition
    names = facts_of(test)
    asks_for_time = any(isinstance(operand, ReceivedAt) for operand in operands(test))

    def explain_test(facts: Facts, received_at: datetime) -> Clause:
        seen = _seen(names, facts)
        if asks_for_time:
            seen["received_at"] = received_at.isoformat()
        return Clause(text=text, holds=evaluate(facts, received_at), seen=seen)

    return explain_test


def _seen(names: tuple[FactName, ...], facts: Facts) -> dict[str, str]:
    return {name: shown(facts.get(name)) for name in names}


def shown(value: FactValue) -> str:
    match value:
        case None:
            return "missing"
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(value) or "none"
        case date():
            return value.isoformat()
        case _:
            return str(value)
