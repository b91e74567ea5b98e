from datetime import datetime

import cel

from benchmarks.rule_engines.engine import RuleEngine
from firstline.domain.facts import Facts
from firstline.rules.cel import cel_context, to_cel
from firstline.rules.tree import Condition


class RustCel(RuleEngine):
    name = "CEL (Rust, common-expression-language)"
    orders = 40

    def write(self, condition: Condition) -> str:
        return to_cel(condition, self.schema)

    def compile(self, source: str) -> cel.Program:
        return cel.compile(source)

    def context(self, facts: Facts, received_at: datetime) -> cel.Context:
        return cel.Context(variables=cel_context(facts, received_at, self.schema))

    def holds(self, compiled: cel.Program, context: cel.Context) -> bool:
        return compiled.execute(context) is True
