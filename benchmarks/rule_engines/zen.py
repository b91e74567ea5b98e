import json
from datetime import datetime
from typing import Any

import zen

from benchmarks.rule_engines.engine import CannotExpress, RuleEngine
from benchmarks.rule_engines.plain import Expression, plain_facts, plain_rule
from firstline.domain.facts import Facts
from firstline.rules.tree import Condition


class Zen(RuleEngine):
    name = "ZEN (zen-engine)"
    orders = 10

    def write(self, condition: Condition) -> str:
        return _text(plain_rule(condition, self.schema))

    def compile(self, source: str) -> Any:  # noqa: ANN401 - its stubs name no type
        return zen.compile_expression(source)

    def context(self, facts: Facts, received_at: datetime) -> dict[str, Any]:
        return plain_facts(facts, received_at, self.schema)

    def holds(self, compiled: Any, context: dict[str, Any]) -> bool:  # noqa: ANN401
        return compiled.evaluate(context) is True


def _text(expression: Expression) -> str:
    match expression:
        case ("name", name):
            return str(name)
        case ("value", value):
            return _value(value)
        case ("not", part):
            return f"not ({_text(part)})"
        case ("contains" | "starts with" | "ends with" as test, text, part):
            return f"{_FUNCTIONS[test]}({_text(text)}, {_text(part)})"
        case (operator, *parts):
            return f"({f' {operator} '.join(map(_text, parts))})"


_FUNCTIONS = {"contains": "contains", "starts with": "startsWith", "ends with": "endsWith"}


def _value(value: object) -> str:
    text = json.dumps(value)
    if "\\" in text:
        raise CannotExpress(text)  # its texts have no escapes
    return text
