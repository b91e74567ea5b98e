"""A rule ready to serve: its text, its tree and the closures made from it."""

from dataclasses import dataclass, field
from datetime import datetime

from firstline.domain.facts import Facts, FactSchema
from firstline.domain.traces import Clause
from firstline.rules.checking import misfits
from firstline.rules.evaluation import Evaluate, evaluator
from firstline.rules.explanation import Explain, explainer
from firstline.rules.parsing import parse
from firstline.rules.tree import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    source: str
    condition: Condition
    _evaluate: Evaluate = field(init=False, repr=False, compare=False)
    _explain: Explain = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_evaluate", evaluator(self.condition))
        object.__setattr__(self, "_explain", explainer(self.condition))

    def holds(self, facts: Facts, received_at: datetime) -> bool | None:
        """Whether the rule is true; `None` is unknown, which is not true."""
        return self._evaluate(facts, received_at)

    def explain(self, facts: Facts, received_at: datetime) -> Clause:
        return self._explain(facts, received_at)


def compile_rule(source: str, schema: FactSchema) -> CompiledRule:
    """Parse, check and compile.

    Raises:
        RuleError: the first of the errors that `check` would list.
    """
    condition = parse(source)
    for error in misfits(condition, schema, source=source):
        raise error
    return CompiledRule(source=source, condition=condition)
