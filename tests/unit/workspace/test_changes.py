from collections.abc import Callable
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, TopicId
from firstline.workspace import load_service
from firstline.workspace.changes import load_change

Change = Callable[[str], Service]
BANK, ASK = TemplateId("bank_notifies_twice"), TemplateId("ask_bank")


@pytest.fixture
def shop(a_shop: Callable[..., Path]) -> Service:
    return load_service(a_shop())


@pytest.fixture
def changed(tmp_path: Path, shop: Service) -> Change:
    def change(text: str) -> Service:
        path = tmp_path / "change.yaml"
        path.write_text(text, encoding="utf-8")
        return load_change(path, shop)

    return change


def problems(change: Change, text: str) -> list[str]:
    with pytest.raises(WorkspaceError) as caught:
        change(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_rule_is_replaced_and_all_else_stays(changed: Change, shop: Service) -> None:
    after = changed('rules:\n  bank_notifies_twice: payment_type is "card" and order_cost > 5\n')
    assert after.template(BANK).rule == 'payment_type is "card" and order_cost > 5'
    assert after.template(ASK) == shop.template(ASK)
    assert after.topics == shop.topics


def test_a_whole_template_is_added_or_replaced(changed: Change) -> None:
    after = changed(
        "templates:\n"
        "  - {id: ask_bank, topics: [charged_twice], rule: always, texts: {en: Ask them.}}\n"
        "  - {id: new_one, topics: [accident], rule: order_cost > 9, texts: {en: So sorry.},\n"
        "     equivalents: [ask_bank, bank_notifies_twice]}\n"
    )
    assert [template.id for template in after.templates] == [BANK, ASK, "new_one"]
    assert after.template(ASK).texts == {"en": "Ask them."}


def test_a_template_is_removed_also_where_others_name_it(changed: Change) -> None:
    after = changed("remove_templates: [ask_bank]\n")
    assert [template.id for template in after.templates] == [BANK]
    assert after.template(BANK).equivalents == ()


def test_a_topic_changes_with_all_below_it(changed: Change) -> None:
    after = changed("topics:\n  safety: {mode: auto}\n  lost_child: {mode: off}\n")
    tree = after.topics
    assert tree[TopicId("accident")].mode is Mode.AUTO
    assert tree[TopicId("lost_child")].mode is Mode.OFF
    assert tree[TopicId("charged_twice")].mode is Mode.AUTO


def test_every_dangling_name_is_reported_with_its_line(changed: Change) -> None:
    found = problems(
        changed,
        "rules:\n  ask_banc: always\n"
        "remove_templates:\n  - nobody\n"
        "topics:\n  safte: {mode: off}\n"
        "templates:\n"
        "  - {id: n, topics: [chargd_twice], rule: always, texts: {en: Hi.}, equivalents: [x]}\n",
    )
    assert found == [
        "change.yaml:2: there is no template `ask_banc`; did you mean `ask_bank`?",
        "change.yaml:4: there is no template `nobody`",
        "change.yaml:6: there is no topic `safte`; did you mean `safety`?",
        "change.yaml:8: there is no template `x`",
        "change.yaml:8: there is no topic `chargd_twice`; did you mean `charged_twice`?",
    ]


def test_a_new_rule_is_checked_against_facts_and_placeholders(changed: Change) -> None:
    (misspelt,) = problems(changed, "rules:\n  ask_bank: order_cots > 5\n")
    assert misspelt.startswith("change.yaml:2: there is no fact `order_cots`; did you mean")
    (value,) = problems(changed, 'rules:\n  ask_bank: payment_type is "crad"\n')
    assert '"crad" is not a value of `payment_type`; did you mean `card`?' in value


def test_a_change_that_changes_nothing_is_refused(changed: Change) -> None:
    (nothing,) = problems(changed, "rules:\n  ask_bank: always\n")
    assert nothing == "change.yaml:1: this changes nothing; name what shall be different"


def test_a_topic_changes_its_mode_and_nothing_else(changed: Change) -> None:
    (line,) = problems(changed, "topics:\n  lost_child: {mode: off, line: first}\n")
    assert line == "change.yaml:2: there is no key `line`; there are mode"


def test_an_unknown_key_is_reported(changed: Change) -> None:
    assert problems(changed, "rule:\n  ask_bank: always\n")[0] == (
        "change.yaml:1: there is no key `rule`; did you mean `rules`?"
    )
