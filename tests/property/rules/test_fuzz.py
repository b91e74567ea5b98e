"""Whatever a person types, the answer is a rule or a clear error."""

import contextlib
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from tests.property.rules.strategies import any_rules, rules_for, schemas

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactSchema
from firstline.rules import Condition, check, format_rule, from_json, parse, to_json

WORDS = [
    *"a b riders is not in between and or within of more than less at least most ago".split(),  # noqa: SIM905
    *"missing present contains does start starts with always true received_at 30 days".split(),  # noqa: SIM905
    *["(", ")", "[", "]", ",", "+", "-", "*", "==", "<", '"x"', "“y”", "5", "2026-02-30"],
    *["2026-03-01T09:30Z", "99999999999999999999999999999999", "`a b`", '"', "\\", "\n", "\0"],
]


@given(source=st.text() | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_text_is_read_or_refused_with_a_place(source: str) -> None:
    assert_read_or_refused(source)


@given(rule=any_rules, data=st.data())
def test_a_slip_of_the_hand_is_read_or_refused_with_a_place(
    rule: Condition, data: st.DataObject
) -> None:
    text = format_rule(rule)
    start = data.draw(st.integers(min_value=0, max_value=len(text)))
    end = data.draw(st.integers(min_value=start, max_value=min(len(text), start + 5)))
    typed = data.draw(st.sampled_from(["", *WORDS]))
    assert_read_or_refused(text[:start] + typed + text[end:])


def assert_read_or_refused(source: str) -> None:
    error = error_of(source)
    if error is not None:
        assert 0 <= error.position <= len(source)
        assert error.message in str(error)


def error_of(source: str) -> RuleError | None:
    try:
        parse(source)
    except RuleError as error:
        return error
    return None


@given(schema=schemas, rule=any_rules)
def test_checking_any_rule_ends_with_a_list_of_places(schema: FactSchema, rule: Condition) -> None:
    source = format_rule(rule)
    positions = [error.position for error in check(source, schema)]
    assert positions == sorted(positions)
    assert all(0 <= position <= len(source) for position in positions)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(stored=json_values)
def test_any_json_is_read_or_refused(stored: object) -> None:
    for candidate in (stored, {"rule_lang": 1, "condition": stored}):
        with contextlib.suppress(RuleError):
            from_json(candidate)


@given(data=st.data())
def test_a_damaged_stored_rule_is_read_or_refused(data: st.DataObject) -> None:
    rule = data.draw(rules_for(data.draw(schemas)))
    text = json.dumps(to_json(rule))
    word = data.draw(st.sampled_from(re.findall(r'"\w+"|\d+', text)))
    other = data.draw(st.sampled_from(['"left"', '"and"', '""', '"NaN"', "1e999", "-1", "null"]))
    with contextlib.suppress(json.JSONDecodeError, RuleError):
        from_json(json.loads(text.replace(word, other, 1)))
