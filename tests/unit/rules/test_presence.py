import pytest

from firstline.rules import guaranteed_facts, parse


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("always", ""),
        ("a is 1", "a"),
        ("a + b > received_at", "a b"),
        ("a between b and c and d in [1]", "a b c d"),
        ("a is missing", ""),
        ("a is present", "a"),
        ("a is 1 and b is missing", "a"),
        ("a is 1 or b is 2", ""),
        ("a is b or b is 2", "b"),
        ("not a is 1", "a"),
        ("not (a is 1 or b is 2)", "a b"),
        ("not (a is 1 and b is 2)", ""),
        ("not (a is 1 and a is b)", "a"),
        ("not not a within 2 days of b", "a b"),
        ("a more than 2 hours ago or always", ""),
    ],
)
def test_a_rule_guarantees_the_facts_it_cannot_be_true_without(rule: str, facts: str) -> None:
    assert guaranteed_facts(parse(rule)) == set(facts.split())
