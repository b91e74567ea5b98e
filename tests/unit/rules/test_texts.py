"""Rules as people write them, and the normal form in which they come back."""

import re
from importlib import resources

import pytest

from firstline.domain.errors import RuleError
from firstline.rules import format_rule, parse
from firstline.rules.tree import Comparison

NORMAL_FORMS = {
    # spellings
    'a == "x" AND b = 1 Or c <> 2': 'a is "x" and b is 1 or c is not 2',
    "a is “card” and b is ‘card’ and c is 'card'": 'a is "card" and b is "card" and c is "card"',
    'a is „Karte“ or a is "don\'t"': 'a is "Karte" or a is "don\'t"',
    'a is "say \\"hi\\"\\n"': 'a is "say \\"hi\\"\\n"',
    "a ≤ 5 and b ≥ 6 and c ≠ 7": "a <= 5 and b >= 6 and c is not 7",
    "a is\n  True": "a is true",
    "`a` is `is` and `order.cost` > 1": "a is `is` and `order.cost` > 1",
    # numbers, dates, times
    "a > -5 and b < 12.50 and c is - 3": "a > -5 and b < 12.50 and c is -3",
    "a > 007": "a > 7",
    "a < 2026-03-01 and b > 2026-03-01t09:30z": (
        "a < 2026-03-01 and b > 2026-03-01T09:30:00+00:00"
    ),
    "a > 2026-03-01 09:30:00.5+01:00": "a > 2026-03-01T09:30:00.500000+01:00",
    # groups
    "(((a is 1)))": "a is 1",
    "a is 1 and (b is 2 and c is 3)": "a is 1 and b is 2 and c is 3",
    "(a is 1 and b is 2) or c is 3": "a is 1 and b is 2 or c is 3",
    "a is 1 and (b is 2 or (c is 3 and (d is 4 or e is 5)))": (
        "a is 1 and (b is 2 or c is 3 and (d is 4 or e is 5))"
    ),
    "not (a is 1 or not (b is 2))": "not (a is 1 or not b is 2)",
    # tests with a negative form of their own
    "not a in [1]": "a not in [1]",
    "a is in [1, 2] and b is not in []": "a in [1, 2] and b not in []",
    "not a between 1 and 2 and b is between 1 and 2": (
        "a not between 1 and 2 and b between 1 and 2"
    ),
    "not a is missing": "a is present",
    "a is not missing or b is not present": "a is present or b is missing",
    'not a contains "x"': 'a does not contain "x"',
    'a starts with "x" and b does not end with "y"': (
        'a starts with "x" and b does not end with "y"'
    ),
    # times
    "within 30 minutes of a": "received_at within 30 minutes of a",
    "a is within 1 hours of b": "a within 1 hour of b",
    "a is not within 0 second of b": "a not within 0 seconds of b",
    "a is more than 2 hours ago": "a more than 2 hours ago",
    "a more than 2 hours before received_at": "a more than 2 hours ago",
    "a at least 3 days AFTER b": "a at least 3 days after b",
    # arithmetic
    "((a + b)) - c > (d * e)": "a + b - c > d * e",
    "a - (b - c) > (d + e) * f * (g * h)": "a - (b - c) > (d + e) * f * (g * h)",
    "(a) + 1 between (b) and (c)": "a + 1 between b and c",
    "a - -5 > a-5": "a - -5 > a - 5",
}


@pytest.mark.parametrize(("source", "normal_form"), NORMAL_FORMS.items())
def test_a_rule_comes_back_in_its_normal_form(source: str, normal_form: str) -> None:
    assert format_rule(parse(source)) == normal_form
    assert parse(normal_form) == parse(source)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", "true"), ("1", "1.0"), ("12.5", "12.50"), ('"1"', "1"), ('"a"', '"A"')],
)
def test_values_that_are_written_differently_make_different_rules(one: str, other: str) -> None:
    assert parse(f"a is {one}") != parse(f"a is {other}")


def test_every_word_of_the_grammar_can_name_a_fact_in_backticks() -> None:
    grammar = resources.files("firstline.rules").joinpath("grammar.lark").read_text("utf-8")
    words = re.findall(r"/(?:\(([a-z|]+)\)|([a-z_]+))(s\?)?\\b/i", grammar)
    spellings = [w + s for several, one, s in words for w in (several or one).split("|")]
    assert len(spellings) > 30
    for spelling in spellings:
        for name in {spelling.replace("s?", ""), spelling.replace("?", "")}:
            assert format_rule(parse(f"`{name}` is 1")) == f"`{name}` is 1"


@pytest.mark.parametrize("rule", ["(" * 3000 + "a is 1" + ")" * 3000, "a" * 9_000 + " is 1"])
def test_long_rules_within_the_limits_are_read(rule: str) -> None:
    assert isinstance(parse(rule), Comparison)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (" and ".join(["a is 1"] * 65), "a rule has at most 64 conditions; split it in two"),
        ("not " * 9 + "a is 1", "conditions are nested more than 8 deep"),
        ("not " * 2_000 + "a is 1", "conditions are nested more than 8 deep"),
        ("a" + " + 1" * 9 + " > 2", "a sum has at most 8 steps"),
        ("a" + " * 1" * 2_000 + " > 2", "a sum has at most 8 steps"),
        (f"a in [{', '.join('1' * 501)}]", "a list has at most 500 values"),
        (" " * 10_001, "a rule has at most 10000 characters"),
        ("a is " + "9" * 31, "a number has at most 30 digits"),
        ("a is " + "9" * 9_000, "a number has at most 30 digits"),
        ("a is 0." + "0" * 40, "a number has at most 30 digits"),
        (f'a is "{"x" * 1_001}"', "a text has at most 1000 characters"),
        ('a is "\0"', "this text has a character that no text can have"),
        ('a is "\ud800"', "this text has a character that no text can have"),
        ("within 36501 days of a", "a duration is a whole number, at most 36500 days"),
        (f"within {'9' * 5_000} days of a", "a duration is a whole number, at most 36500 days"),
    ],
)
def test_a_rule_beyond_the_limits_is_refused(rule: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(rule)
    assert caught.value.message == message


def test_as_much_as_the_limits_allow_is_read() -> None:
    for rule in (" and ".join(["a is 1"] * 64), "not " * 7 + "a is 1", "a" + " + 1" * 8 + " > 2"):
        assert format_rule(parse(rule)) == rule
