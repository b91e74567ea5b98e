"""Rule search: which facts tell the cases that got a reply from those that got another.

Greedy conjunctions with FOIL's gain (Quinlan 1990). A condition is taken only if chance would not
explain it, all conditions tried being counted; whether the rule is any good is then told by later
cases, which chose nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from firstline.analysis.bounds import lower_bound
from firstline.analysis.discovery.conditions import conditions
from firstline.domain.cases import Case
from firstline.domain.facts import FactName, FactSchema
from firstline.rules import Condition, guaranteed_facts
from firstline.rules.columns import fact_frame, truth
from firstline.rules.tree import AllOf, Always, FactRef, Missing, Not

Marks: TypeAlias = NDArray[np.bool_]
MOST_CONDITIONS = 3
LEARN_SHARE = 0.6  # the earlier cases; the later ones check
NEARLY = 0.95  # of the best gain: a plainer condition that does about as well is taken
CHANCE = 0.05  # that any of the conditions tried would look so good by accident


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a rule did on later cases, of other customers than it was learnt from."""

    cases: int
    with_reply: int
    """How many of them got the reply."""
    holds: int
    """Of how many the rule is true."""
    right: int
    """How many of these got the reply."""
    at_least: float
    """Lower bound of the share that is right, with confidence 1 − δ."""


def find_rule(cases: Sequence[Case], got_it: Marks, schema: FactSchema) -> Condition:
    """Find what distinguishes the cases that got a reply; `always` where nothing does."""
    tried = conditions(schema, [case.inquiry.facts for case in cases])
    table = _truths(cases, tried, schema)
    left = np.ones(len(cases), dtype=bool)
    chosen: list[Condition] = []
    while len(chosen) < MOST_CONDITIONS and not got_it[left].all():
        best = _best(table[:, left], got_it[left])
        if best is None:
            break
        chosen.append(tried[best])
        left &= table[best]
    return _joined(chosen)


def with_facts_present(rule: Condition, names: Sequence[FactName], schema: FactSchema) -> Condition:
    """Ask for the facts that a text needs and the rule leaves open."""
    sure = guaranteed_facts(rule)
    needed = [name for name in names if name not in sure and _may_be_missing(name, schema)]
    present = [Not(part=Missing(fact=FactRef(name=name))) for name in needed]
    kept = [] if isinstance(rule, Always) else [rule]
    return _joined([*kept, *present])


def checked(
    rule: Condition, cases: Sequence[Case], got_it: Marks, schema: FactSchema, *, delta: float
) -> Check:
    holds = true_of(rule, cases, schema)
    right = int((holds & got_it).sum())
    return Check(
        cases=len(cases),
        with_reply=int(got_it.sum()),
        holds=int(holds.sum()),
        right=right,
        at_least=lower_bound(right, int(holds.sum()), delta),
    )


def true_of(rule: Condition, cases: Sequence[Case], schema: FactSchema) -> Marks:
    """Of which cases a rule is true; unknown is not true."""
    (truths,) = _truths(cases, [rule], schema)
    return np.asarray(truths, dtype=bool)


def earlier_and_later(cases: Sequence[Case]) -> tuple[list[int], list[int]]:
    """Cut cases by time; a customer of the earlier part checks nothing."""
    order = sorted(range(len(cases)), key=lambda place: cases[place].inquiry.received_at)
    end = math.ceil(LEARN_SHARE * len(order))
    known = {cases[place].inquiry.customer_id for place in order[:end]} - {""}
    later = [p for p in order[end:] if cases[p].inquiry.customer_id not in known]
    return order[:end], later


def _truths(cases: Sequence[Case], tried: Sequence[Condition], schema: FactSchema) -> Marks:
    """A row for each condition, a column for each case."""
    if not cases or not tried:
        return np.zeros((len(tried), len(cases)), dtype=bool)
    inquiries = [case.inquiry for case in cases]
    facts, moments = [i.facts for i in inquiries], [i.received_at for i in inquiries]
    frame = fact_frame(facts, moments, schema)
    columns = [
        truth(condition, frame).fill_null(value=False).alias(str(place))
        for place, condition in enumerate(tried)
    ]
    return np.array(frame.select(columns).to_numpy().T, dtype=bool)


def _best(table: Marks, got_it: Marks) -> int | None:
    """The condition that gains most; nothing where chance may explain each."""
    all_cases, all_right = table.shape[1], int(got_it.sum())
    if not all_right:
        return None
    holds, right = table.sum(axis=1), (table & got_it).sum(axis=1)
    share = right / np.maximum(holds, 1)
    gain = right * np.log2(np.maximum(share, 1e-12) / (all_right / all_cases))
    best = int((gain >= NEARLY * gain.max()).argmax())  # the plainest of the best
    chance = hypergeom.sf(right[best] - 1, all_cases, all_right, holds[best])
    return best if gain[best] > 0 and chance * len(table) <= CHANCE else None


def _joined(parts: Sequence[Condition]) -> Condition:
    if not parts:
        return Always()
    return parts[0] if len(parts) == 1 else AllOf(parts=tuple(parts))


def _may_be_missing(name: FactName, schema: FactSchema) -> bool:
    fact = schema.get(name)
    return fact is not None and fact.nullable
