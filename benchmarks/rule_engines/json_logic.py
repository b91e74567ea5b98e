from datetime import datetime
from typing import Any

from json_logic import jsonLogic

from benchmarks.rule_engines.engine import RuleEngine
from benchmarks.rule_engines.plain import Expression, plain_facts, plain_rule
from firstline.domain.facts import Facts
from firstline.rules.tree import Condition


class JsonLogic(RuleEngine):
    """JSON is what it runs, so there is nothing to compile."""

    name = "JSON logic (panzi-json-logic)"
    orders = 10

    def write(self, condition: Condition) -> Any:  # noqa: ANN401 - JSON
        return _json(plain_rule(condition, self.schema))

    def compile(self, source: Any) -> Any:  # noqa: ANN401
        return source

    def context(self, facts: Facts, received_at: datetime) -> dict[str, Any]:
        return plain_facts(facts, received_at, self.schema)

    def holds(self, compiled: Any, context: dict[str, Any]) -> bool:  # noqa: ANN401
        return jsonLogic(compiled, context) is True


def _json(expression: Expression) -> Any:  # noqa: ANN401, PLR0911 - one line per operator
    match expression:
        case ("name", name):
            return {"var": name}
        case ("value", value):
            return value
        case ("not", part):
            return {"!": [_json(part)]}
        case ("contains", text, part):
            return {"in": [_json(part), _json(text)]}
        case ("starts with", text, ("value", str(part))):
            return {"==": [{"substr": [_json(text), 0, len(part)]}, part]}
        case ("ends with", text, ("value", str(part))):
            return {"==": [{"substr": [_json(text), -len(part)]}, part]}
        case ("==" | "!=" as operator, *parts):  # without a third sign 0 would be null
            return {f"{operator}=": list(map(_json, parts))}
        case (operator, *parts):
            return {operator: list(map(_json, parts))}
