"""Triggers in `workspace.yaml`: read, checked with their lines, edited one by one."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.unit.workspace.conftest import SHOP

from firstline.domain.services import Service
from firstline.domain.topics import Line
from firstline.release import codec
from firstline.workspace import load_service
from firstline.workspace.editing import Edits, edited_service
from firstline.workspace.triggers import MOST_WORDS

Shop = Callable[..., Path]
Problems = Callable[[Path], list[str]]

SOUND = """triggers:
  - id: legal
    name: Legal threat
    line: expert
    words:
      en: [lawyer, see you in court]
      no: [advokat*]
  - id: large
    name: A large sum
    rule: order_cost > 100
"""


def workspace(triggers: str) -> str:
    return SHOP["workspace.yaml"] + triggers


def test_triggers_have_what_the_file_says(a_shop: Shop) -> None:
    legal, large = load_service(a_shop(workspace=workspace(SOUND))).triggers

    assert (legal.id, legal.name, legal.line) == ("legal", "Legal threat", Line.EXPERT)
    assert legal.words == {"en": ("lawyer", "see you in court"), "no": ("advokat*",)}
    assert (large.rule, large.line, large.words) == ("order_cost > 100", Line.FIRST, {})


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("words: {en: []}", "11: `en` has no words; list some, or remove it"),
        ("words: {de: [Anwalt]}", "11: `de` is not among the languages of the service"),
        ("words: {en: ['!?']}", "11: `!?` has no letter or digit; write a word"),
        ("words: {en: [law*yer]}", "11: `law*yer`: a `*` stands at the end of a word"),
        ("words: {en: ['*']}", "11: `*` has no letter or digit; write a word"),
        ("words: {en: [Court, COURT]}", "11: `COURT` says the same as `Court`; remove one"),
        ("words: {en: court}", "11: `en` must be a list"),
        (f"words: {{en: [{'a' * 101}]}}", "11: `" + "a" * 40 + "…` is longer than 100 characters"),
        ("rule: order_cots > 1", "11: there is no fact `order_cots`; did you mean `order_cost`?"),
        ("wrods: {}", "11: there is no key `wrods`; did you mean `words`?"),
        ("line: third", "11: `line` cannot be `third`"),
        ("rule: always", "9: `odd` would send everything to people; give it `words` or a `rule`"),
    ],
)
def test_a_broken_trigger_is_a_problem_at_its_line(
    a_shop: Shop, problems: Problems, wrong: str, expected: str
) -> None:
    text = workspace(f"triggers:\n  - id: odd\n    name: Odd\n    {wrong}\n")
    lines = SHOP["workspace.yaml"].count("\n")
    number, _colon, message = expected.partition(": ")

    found = [each for each in problems(a_shop(workspace=text)) if message in each]

    assert found
    assert found[0].startswith(f"workspace.yaml:{int(number) - 7 + lines}: ")


def test_two_triggers_of_one_id_are_a_problem(a_shop: Shop, problems: Problems) -> None:
    again = "  - id: legal\n    name: Again\n    words: {en: [sue]}\n"

    (problem,) = problems(a_shop(workspace=workspace(SOUND + again)))

    assert "the trigger `legal` is already on line" in problem


def test_a_broken_trigger_hides_nothing_about_the_others(a_shop: Shop, problems: Problems) -> None:
    text = "triggers:\n  - {id: one}\n  - {id: two, name: Two, words: {en: []}}\n"

    found = problems(a_shop(workspace=workspace(text)))

    assert any("`name` is missing" in problem for problem in found)
    assert any("`en` has no words" in problem for problem in found)


def test_more_words_than_a_reply_has_time_for_are_refused(a_shop: Shop, problems: Problems) -> None:
    words = ", ".join(f"word{number}" for number in range(MOST_WORDS + 1))
    text = workspace(f"triggers:\n  - {{id: a, name: A, words: {{en: [{words}]}}}}\n")

    assert any("1,001 words" in problem for problem in problems(a_shop(workspace=text)))


@pytest.fixture
def shop(a_shop: Shop) -> Service:
    return load_service(a_shop(workspace=workspace(SOUND)))


def item(**changes: object) -> Mapping[str, object]:
    return {"id": "legal", "name": "Legal threat", "words": {"en": ["sue"]}, **changes}


def test_an_edited_trigger_stays_in_its_place(shop: Service) -> None:
    edited, found = edited_service(shop, Edits(triggers={"legal": item()}))

    assert found == ()
    assert [trigger.id for trigger in edited.triggers] == ["legal", "large"]
    assert edited.triggers[0].words == {"en": ("sue",)}


def test_a_removed_trigger_is_gone(shop: Service) -> None:
    edited, found = edited_service(shop, Edits(triggers={"legal": None}))

    assert found == ()
    assert [trigger.id for trigger in edited.triggers] == ["large"]


def test_a_wrong_edit_is_a_problem_of_its_item(shop: Service) -> None:
    wrong = {"legal": item(rule="order_cots > 1"), "new": item(id="large")}

    _edited, found = edited_service(shop, Edits(triggers=wrong))

    assert [problem.file for problem in found] == ["triggers/legal", "triggers/new"]
    assert "the trigger `large` is there already" in found[1].message


def test_a_fact_that_a_trigger_reads_cannot_go_unnoticed(shop: Service) -> None:
    facts = {"payment_type": {"type": "enum", "values": ["card"]}}

    _edited, found = edited_service(shop, Edits(settings={"facts": facts}))

    assert any(problem.file == "triggers/large" for problem in found)


def test_a_release_from_before_there_were_triggers_still_loads(shop: Service) -> None:
    content = codec.SERVICE.dump_python(shop, mode="json")
    del content["triggers"]

    assert codec.SERVICE.validate_python(content, strict=False).triggers == ()
