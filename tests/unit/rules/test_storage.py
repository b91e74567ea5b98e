import json

import pytest

from firstline.domain.errors import RuleError
from firstline.rules import from_json, parse, to_json

RULE = 'a is "card" and b > 12.50 and not within 30 minutes of c'
STORED = {
    "rule_lang": 1,
    "condition": {
        "op": "all",
        "parts": [
            {"op": "is", "left": {"fact": "a"}, "right": {"text": "card"}},
            {"op": ">", "left": {"fact": "b"}, "right": {"decimal": "12.50"}},
            {
                "op": "not",
                "part": {
                    "op": "within",
                    "moment": {"received_at": True},
                    "duration": {"count": 30, "unit": "minutes"},
                    "anchor": {"fact": "c"},
                },
            },
        ],
    },
}


def test_r08_the_stored_form_of_a_rule_is_stable_and_names_its_version() -> None:
    assert to_json(parse(RULE)) == STORED
    assert from_json(json.loads(json.dumps(STORED))) == parse(RULE)


def nested(depth: int) -> dict[str, object]:
    condition: dict[str, object] = {"op": "always"}
    for _ in range(depth):
        condition = {"op": "not", "part": condition}
    return condition


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ([], "this is no rule of version 1"),
        ({"rule_lang": 2, "condition": {"op": "always"}}, "this is no rule of version 1"),
        ({"rule_lang": 1}, "the stored rule is damaged: no condition: None"),
        (
            {"rule_lang": 1, "condition": {"op": "always", "note": "x"}},
            "the stored rule is not in its normal form",
        ),
        (
            {"rule_lang": 1, "condition": {"op": "all", "parts": [{"op": "always"}]}},
            "the stored rule is damaged: a group joins at least two conditions",
        ),
        (
            {"rule_lang": 1, "condition": {"op": "all", "parts": [{"op": "always"}] * 65}},
            "a rule has at most 64 conditions; split it in two",
        ),
        (
            {"rule_lang": 1, "condition": nested(500)},
            "the stored rule is damaged: conditions are nested more than 8 deep",
        ),
        (
            {"rule_lang": 1, "condition": {"op": "missing", "fact": "`"}},
            "the stored rule is damaged: a name has at least one character, no ` and no line break",
        ),
        (
            {
                "rule_lang": 1,
                "condition": {"op": "is", "left": {"fact": "a"}, "right": {"date": "2026-02-30"}},
            },
            "the stored rule is damaged: day is out of range for month",
        ),
        (
            {
                "rule_lang": 1,
                "condition": {
                    "op": "within",
                    "moment": {"fact": "a"},
                    "duration": 5,
                    "anchor": {"fact": "b"},
                },
            },
            "the stored rule is damaged: no duration: 5",
        ),
    ],
)
def test_a_damaged_stored_rule_is_refused(stored: object, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        from_json(stored)
    assert caught.value.message == message
