from hypothesis import given
from tests.property.rules.strategies import any_rules

from firstline.rules import Condition, describe, format_rule, from_json, parse, to_json


@given(rule=any_rules)
def test_reading_what_was_written_gives_the_same_rule(rule: Condition) -> None:
    assert parse(format_rule(rule)) == rule


@given(rule=any_rules)
def test_the_normal_form_is_its_own_normal_form(rule: Condition) -> None:
    text = format_rule(rule)
    assert format_rule(parse(text)) == text


@given(rule=any_rules)
def test_the_stored_form_gives_the_same_rule(rule: Condition) -> None:
    assert from_json(to_json(rule)) == rule


@given(rule=any_rules)
def test_every_rule_can_be_said_in_one_sentence(rule: Condition) -> None:
    assert describe(rule)
