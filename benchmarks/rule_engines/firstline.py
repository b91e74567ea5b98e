from datetime import datetime

from benchmarks.rule_engines.engine import RuleEngine
from firstline.domain.facts import Facts
from firstline.rules import CompiledRule, compile_rule, format_rule
from firstline.rules.tree import Condition


class Firstline(RuleEngine):
    """Python closures; reading a rule includes its check against the schema."""

    name = "Firstline"
    orders = 100

    def write(self, condition: Condition) -> str:
        return format_rule(condition)

    def compile(self, source: str) -> CompiledRule:
        return compile_rule(source, self.schema)

    def context(self, facts: Facts, received_at: datetime) -> tuple[Facts, datetime]:
        return facts, received_at

    def holds(self, compiled: CompiledRule, context: tuple[Facts, datetime]) -> bool:
        return compiled.holds(*context) is True
