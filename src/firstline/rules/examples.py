"""Specialists' own tests of a rule: orders with what the rule must make of them."""

from datetime import UTC, datetime, tzinfo

from firstline.domain.facts import FactSchema
from firstline.domain.templates import TemplateExample
from firstline.domain.traces import Clause
from firstline.rules.compiled import CompiledRule
from firstline.rules.drawing import decisive, draw
from firstline.rules.tree import Condition, ReceivedAt, operands, tests_of

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # for rules that do not ask


def contradiction(
    example: TemplateExample, rule: CompiledRule, schema: FactSchema, *, zone: tzinfo
) -> str:
    """Say where a rule and an example of it disagree, and what to do; empty where they agree.

    Raises:
        InquiryError: a fact of the example does not fit the schema.
    """
    if example.received_at is None and asks_for_time(rule.condition):
        return "the rule asks when the inquiry came in; add `received_at` to this example"
    facts = schema.parse(example.facts, zone=zone)
    clause = rule.explain(facts, example.received_at or _ANY_TIME)
    if (clause.holds is True) is example.gets_it:
        return ""
    return "\n".join((_words(example, clause), *draw(decisive(clause), depth=2)))


def asks_for_time(condition: Condition) -> bool:
    asked = (operand for test in tests_of(condition) for operand in operands(test))
    return any(isinstance(operand, ReceivedAt) for operand in asked)


def _words(example: TemplateExample, clause: Clause) -> str:
    order = f"this order ({example.because})" if example.because else "this order"
    if not example.gets_it:
        return (
            f"{order} should not get the template, but the rule is true of it; "
            "correct the rule or the example"
        )
    if clause.holds is None:
        return (
            f"{order} should get the template, but whether the rule is true of it is unknown; "
            "add the missing facts, or correct the rule"
        )
    return (
        f"{order} should get the template, but the rule is false of it; "
        "correct the rule or the example"
    )
