import json
from datetime import datetime
from typing import Any

from rule_engine import Context, DataType, Rule, type_resolver_from_dict

from benchmarks.rule_engines.engine import RuleEngine
from benchmarks.rule_engines.plain import Expression, plain_facts, plain_rule
from firstline.domain.facts import Facts, FactSchema, FactType
from firstline.rules.tree import Condition

_TYPES = {
    FactType.ENUM: DataType.STRING,
    FactType.STRING: DataType.STRING,
    FactType.BOOL: DataType.BOOLEAN,
    FactType.LIST: DataType.ARRAY(DataType.STRING),
}


class RuleEngineLibrary(RuleEngine):
    name = "rule-engine"
    orders = 4

    def __init__(self, schema: FactSchema) -> None:
        super().__init__(schema)
        types = {str(fact.name): _TYPES.get(fact.type, DataType.FLOAT) for fact in schema}
        resolver = type_resolver_from_dict(types | {"received_at": DataType.FLOAT})
        self._context = Context(type_resolver=resolver)

    def write(self, condition: Condition) -> str:
        return _text(plain_rule(condition, self.schema))

    def compile(self, source: str) -> Rule:
        return Rule(source, context=self._context)

    def context(self, facts: Facts, received_at: datetime) -> dict[str, Any]:
        return plain_facts(facts, received_at, self.schema)

    def holds(self, compiled: Rule, context: dict[str, Any]) -> bool:
        return bool(compiled.matches(context))


def _text(expression: Expression) -> str:
    match expression:
        case ("name", name):
            return str(name)
        case ("value", value):
            return json.dumps(value, ensure_ascii=False)
        case ("not", part):
            return f"not ({_text(part)})"
        case ("contains", text, part):
            return f"({_text(part)} in {_text(text)})"
        case ("starts with" | "ends with" as test, text, part):
            return f"{_text(text)}.{test.replace(' ', '_')}({_text(part)})"
        case (operator, *parts):
            return f"({f' {operator} '.join(map(_text, parts))})"
