from datetime import datetime
from typing import Any

import celpy
from celpy.adapter import json_to_cel

from benchmarks.rule_engines.engine import RuleEngine
from firstline.domain.facts import Facts, FactSchema
from firstline.rules.cel import cel_context, to_cel
from firstline.rules.tree import Condition


class PythonCel(RuleEngine):
    name = "CEL (Python, cel-python)"
    orders = 2

    def __init__(self, schema: FactSchema) -> None:
        super().__init__(schema)
        # Its compiled runner fails on every expression in 0.5.0.
        self._environment = celpy.Environment(runner_class=celpy.InterpretedRunner)

    def write(self, condition: Condition) -> str:
        return to_cel(condition, self.schema)

    def compile(self, source: str) -> celpy.Runner:
        return self._environment.program(self._environment.compile(source))

    def context(self, facts: Facts, received_at: datetime) -> dict[str, Any]:
        variables: dict[str, Any] = {**cel_context(facts, received_at, self.schema)}
        return {name: json_to_cel(value) for name, value in variables.items()}

    def holds(self, compiled: celpy.Runner, context: dict[str, Any]) -> bool:
        return bool(compiled.evaluate(context))
