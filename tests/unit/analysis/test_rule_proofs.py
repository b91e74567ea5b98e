from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.builders import a_service, a_template

from firstline.analysis.rule_proofs import (
    Finding,
    FindingKind,
    Ranking,
    ServiceProofs,
    Severity,
    difference,
)
from firstline.domain.facts import FactName
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateAct, TemplateId
from firstline.domain.topics import TopicId
from firstline.inference.ranker import ReplyRanker
from firstline.rules import parse
from firstline.rules.proofs import NotDecided, Proven, Witness

TOPIC = TopicId("charged_twice")
CARD, CASH = 'payment_type is "card"', 'payment_type is "cash"'


def a_reply(name: str, rule: str) -> Template:
    return replace(a_template(name, TOPIC, "We looked into it."), rule=rule)


def a_service_with(*templates: Template) -> Service:
    return replace(a_service(), templates=templates)


def findings(
    rules: Mapping[str, str], *, usage: Mapping[str, float] | None = None
) -> list[Finding]:
    service = a_service_with(*(a_reply(name, rule) for name, rule in rules.items()))
    return list(ServiceProofs(service=service, ranking=ranked_by(usage)).of_topic(TOPIC))


def ranked_by(usage: Mapping[str, float] | None) -> Ranking:
    if usage is None:
        return Ranking()
    shares = {TemplateId(name): share for name, share in usage.items()}
    return Ranking(ranker=ReplyRanker(usage={TOPIC: shares}))


def in_short(found: list[Finding]) -> list[tuple[str, ...]]:
    return [(finding.kind, *finding.templates) for finding in found]


def test_rules_that_divide_all_orders_have_nothing_to_report() -> None:
    rules = {"card": CARD, "rest": f"{CASH} or payment_type is missing"}

    assert findings(rules) == []


def test_a_rule_that_contradicts_itself_is_a_defect() -> None:
    [never, unanswered] = findings({"both": f"{CARD} and {CASH}"})

    assert (never.kind, never.templates, never.example) == (FindingKind.NEVER_TRUE, ("both",), None)
    assert never.severity is Severity.DEFECT
    assert unanswered.kind is FindingKind.UNANSWERED


def test_a_rule_that_excludes_nothing_is_noted_unless_it_says_always() -> None:
    known_or_not = "order_cost is missing or order_cost is present"

    assert in_short(findings({"any": known_or_not})) == [("always true", "any")]
    assert findings({"any": "always"}) == []


def test_two_replies_to_one_order_are_noted_with_the_order_and_the_winner() -> None:
    rules = {
        "free": "order_cost is 0",
        "card": CARD,
        "other": "order_cost != 0 or order_cost is missing",
    }
    overlap = findings(rules)[0]

    assert (overlap.kind, overlap.templates) == (FindingKind.OVERLAP, ("free", "card"))
    assert overlap.severity is Severity.NOTE
    assert isinstance(overlap.example, Witness)
    assert overlap.example.facts == {"order_cost": Decimal(0), "payment_type": "card"}


def test_the_reply_that_agents_used_more_wins() -> None:
    rules = {"card": CARD, "free": "order_cost is 0"}
    [overlap, _] = findings(rules, usage={"card": 0.2, "free": 0.9})

    assert overlap.templates == ("free", "card")


def test_where_two_were_used_as_often_the_first_by_name_wins() -> None:
    [overlap, _] = findings({"card": CARD, "amount": "order_cost is 0"}, usage={})

    assert overlap.templates == ("amount", "card")


def test_a_reply_behind_one_that_always_applies_never_wins() -> None:
    [never] = findings({"any": "always", "card": CARD})

    assert (never.kind, never.templates) == (FindingKind.NEVER_WINS, ("card", "any"))
    assert never.severity is Severity.DEFECT
    assert isinstance(never.example, Witness)


def test_a_reply_that_two_better_ones_cover_together_never_wins() -> None:
    rules = {"card": CARD, "cash": CASH, "known": "payment_type is present", "rest": "always"}

    assert in_short(findings(rules))[0] == ("never wins", "known", "card", "cash")


def test_more_use_saves_a_reply_from_a_general_one() -> None:
    found = findings({"any": "always", "card": CARD}, usage={"any": 0.4, "card": 0.6})

    assert in_short(found) == [("overlap", "card", "any")]


@pytest.mark.parametrize(
    "better",
    [
        replace(a_reply("better", "always"), texts={Language("ja"): "調べました。"}),
        replace(a_reply("better", "always"), texts={Language("en"): "You chose {{ options }}."}),
    ],
    ids=["in another language", "with a list that may be empty"],
)
def test_a_reply_that_may_be_dropped_covers_nothing(better: Template) -> None:
    proofs = ServiceProofs(service=a_service_with(better, a_reply("card", CARD)))

    assert FindingKind.NEVER_WINS not in {finding.kind for finding in proofs.of_topic(TOPIC)}


def test_an_answer_does_not_cover_a_courtesy_but_the_other_way_round() -> None:
    answer = a_reply("answer", "always")
    courtesy = replace(a_reply("courtesy", "always"), act=TemplateAct.COURTESY)

    def found(*templates: Template) -> list[tuple[str, ...]]:
        return in_short(list(ServiceProofs(service=a_service_with(*templates)).of_topic(TOPIC)))

    assert found(answer, courtesy) == [("overlap", "answer", "courtesy")]
    assert found(courtesy, answer) == [("never wins", "answer", "courtesy")]


def test_replies_without_a_common_language_never_clash() -> None:
    japanese = replace(a_reply("ja", CARD), texts={Language("ja"): "調べました。"})
    service = a_service_with(a_reply("en", "always"), japanese)

    assert list(ServiceProofs(service=service).of_topic(TOPIC)) == []


def test_an_order_without_a_reply_is_shown() -> None:
    [unanswered] = findings({"card": CARD})

    assert (unanswered.kind, unanswered.templates) == (FindingKind.UNANSWERED, ())
    assert unanswered.example is not None
    assert unanswered.example.facts == {"payment_type": "cash"}


def test_one_template_is_looked_at_beside_its_topic_only() -> None:
    rules = {"card": CARD, "free": "order_cost is 0", "dear": "order_cost > 100"}
    service = a_service_with(*(a_reply(name, rule) for name, rule in rules.items()))
    found = in_short(list(ServiceProofs(service=service).of_template(TemplateId("dear"))))

    assert found == [("overlap", "card", "dear"), ("unanswered",)]


def test_an_edit_that_hides_another_reply_is_reported_with_the_edited_one() -> None:
    service = a_service_with(a_reply("any", "always"), a_reply("card", CARD))
    found = in_short(list(ServiceProofs(service=service).of_template(TemplateId("any"))))

    assert found == [("never wins", "card", "any")]


def test_a_template_of_two_topics_is_reported_once_for_its_own_rule() -> None:
    topics = (TOPIC, TopicId("lost_item"))
    broken = replace(a_reply("both", f"{CARD} and {CASH}"), topics=topics)
    proofs = ServiceProofs(service=a_service_with(broken, a_reply("any", "always")))
    found = in_short(list(proofs.of_topics(proofs.topics())))

    assert found == [("never true", "both"), ("unanswered",)]


def test_topics_without_templates_are_left_out() -> None:
    assert ServiceProofs(service=a_service_with(a_reply("any", "always"))).topics() == (TOPIC,)


def test_without_time_everything_is_open_and_nothing_is_fine() -> None:
    service = a_service_with(a_reply("card", CARD), a_reply("cash", CASH))
    found = list(ServiceProofs(service=service, timeout_s=0).of_topic(TOPIC))

    assert in_short(found) == [
        ("never true", "card"),
        ("never true", "cash"),
        ("never wins", "cash", "card"),
        ("overlap", "card", "cash"),
        ("unanswered",),
    ]
    assert {finding.severity for finding in found} == {Severity.NOT_DECIDED}


def test_the_same_rules_have_the_same_findings() -> None:
    rules = {"card": CARD, "free": "order_cost is 0", "dear": "order_cost > 100"}

    assert findings(rules) == findings(rules)


def test_two_versions_of_a_rule_differ_by_an_order_each_way() -> None:
    found = difference(parse("order_cost > 10"), parse(CARD), a_service().schema)

    assert isinstance(found.added, Witness)
    assert isinstance(found.removed, Witness)
    assert found.added.facts[FactName("payment_type")] == "card"
    assert not found.is_none


def test_a_narrower_rule_adds_nothing() -> None:
    old, new = parse("order_cost > 10"), parse("order_cost > 20")
    found = difference(old, new, a_service().schema)

    assert found.added == Proven()
    assert isinstance(found.removed, Witness)


def test_another_wording_is_no_other_rule() -> None:
    old, new = parse(f"not ({CARD} or order_cost > 10)"), parse(f"not {CARD} and order_cost <= 10")

    assert difference(old, new, a_service().schema).is_none
    undecided = difference(old, new, a_service().schema, timeout_s=0)
    assert isinstance(undecided.added, NotDecided)
    assert not undecided.is_none
