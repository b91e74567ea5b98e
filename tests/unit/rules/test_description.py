import pytest

from firstline.rules import describe, parse

SENTENCES = {
    'payment_type is "card" and transaction_sum == order_cost': (
        'payment type is "card", and transaction sum is order cost'
    ),
    "a is 1 and (b > 2 or c < 3 and d >= 4)": (
        "a is 1, and either b is more than 2 or (c is less than 3, and d is at least 4)"
    ),
    "(a is 1 or b is 2) and c <= 3": "either a is 1 or b is 2, and c is at most 3",
    'not (a is 1 or b is "x")': 'it is not so that (either a is 1 or b is "x")',
    "not a is not 1": "it is not so that a is not 1",
    "a in [1] and b in [1, 2, 3] and c not in [1, 2]": (
        "a is 1, and b is one of 1, 2 or 3, and c is not one of 1 or 2"
    ),
    "a between 1 and 2 or b not between c and d": (
        "either a is between 1 and 2 or b is not between c and d"
    ),
    'a contains "x" and b does not start with "y" and c ends with "z"': (
        'a contains "x", and b does not start with "y", and c ends with "z"'
    ),
    "a is missing and b is present": "a is not known, and b is known",
    "order_created_at more than 2 hours ago": (
        "order created at is more than 2 hours before the time of the inquiry"
    ),
    "a at most 1 day after b and c not within 5 minutes of d": (
        "a is at most 1 day after b, and c is not within 5 minutes of d"
    ),
    "a < 2026-03-01 and b >= received_at and received_at > c and received_at <= d": (
        "a is before 2026-03-01, and b is not before the time of the inquiry, and the time of the "
        "inquiry is after c, and the time of the inquiry is not after d"
    ),
    "(a + 1) * b - 2 > 0": "((a plus 1) times b) minus 2 is more than 0",
    "always": "always",
}


@pytest.mark.parametrize(("rule", "sentence"), SENTENCES.items())
def test_a_rule_is_said_in_a_sentence(rule: str, sentence: str) -> None:
    assert describe(parse(rule)) == sentence
