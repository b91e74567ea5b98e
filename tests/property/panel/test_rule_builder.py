"""Builder and text mean the same: what goes through the form comes back as it was."""

from urllib.parse import urlencode

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from tests.property.rules.strategies import any_rules, rules_for, schemas

from firstline.domain.facts import FactSchema
from firstline.panel.content.builder import Group, made, shown
from firstline.panel.content.builder.fitting import fitted
from firstline.panel.content.builder.forms import fields_of, read
from firstline.rules.tree import AllOf, AnyOf, Condition, Not, subconditions


@given(st.data())
def test_a_rule_comes_back_from_the_builder_as_it_was(data: st.DataObject) -> None:
    schema = data.draw(schemas)
    rule = data.draw(rules_for(schema))
    group = shown(rule, schema)
    if group is not None:
        again, _ = made(_sent(group, schema), schema)
        assert again == rule


@given(st.data())
def test_whatever_is_at_most_three_deep_can_be_shown(data: st.DataObject) -> None:
    schema = data.draw(schemas)
    rule = data.draw(rules_for(schema) | any_rules)
    group = shown(rule, schema)
    assert (group is None) == (_levels(rule) > 3)


@given(any_rules, schemas)
def test_a_rule_about_facts_that_nobody_knows_comes_back_too(
    rule: Condition, schema: FactSchema
) -> None:
    group = shown(rule, schema)
    if group is not None:
        again, _ = made(_sent(group, schema), schema)
        assert again == rule


def _sent(group: Group, schema: FactSchema) -> Group:
    """As a browser would send it."""
    fields = list(fields_of(group))
    sent = read(QueryDict(urlencode(fields)))
    assert fitted(sent, schema) == group
    return sent


def _levels(rule: Condition) -> int:
    match rule:
        case AllOf() | AnyOf():
            return 1 + max(map(_levels, rule.parts))
        case Not(part=AnyOf(parts=parts)):
            return 1 + max(map(_levels, parts))
        case Not(part=part) if subconditions(part):
            return 1 + _levels(part)
        case _:
            return 0
