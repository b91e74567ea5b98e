from datetime import timedelta, timezone

from tests.builders import ENGLISH, MONDAY, a_service

from firstline.domain.decisions import AutoReply, Decision, Escalation, EscalationReason, Reply
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, TopicId
from firstline.domain.traces import (
    CandidateStatus,
    CandidateTrace,
    Clause,
    DropReason,
    Join,
    MessageAct,
    Trace,
)
from firstline.serving.playground.rules_shown import candidate_groups, clause_view

IS_CARD = Clause(text='payment_type is "card"', holds=False, seen={"payment_type": "cash"})
HAS_COST = Clause(text="order_cost > 0", holds=None, seen={"order_cost": "missing"})
BERLIN = timezone(timedelta(hours=1))


def a_candidate(
    template_id: str = "paid_once",
    status: CandidateStatus = CandidateStatus.MATCHED,
    *,
    dropped: DropReason | None = None,
    rule: Clause | None = None,
) -> CandidateTrace:
    holds = status is not CandidateStatus.NOT_MATCHED
    return CandidateTrace(
        template_id=TemplateId(template_id),
        topic_id=TopicId("charged_twice"),
        status=status,
        dropped_because=dropped,
        detail="order_cost" if dropped else "",
        probability=0.9 if holds else 0.0,
        rule=rule or Clause(text="always", holds=holds),
    )


def escalated(*candidates: CandidateTrace) -> Decision:
    return Escalation(reason=EscalationReason.UNSURE, line=Line.FIRST, trace=a_trace(*candidates))


def a_trace(*candidates: CandidateTrace) -> Trace:
    return Trace(
        release="abc",
        fingerprint="here",
        language=ENGLISH,
        act=MessageAct.SUBSTANCE,
        guards=(),
        candidates=candidates,
    )


def test_clauses_are_true_false_or_unknown_with_what_they_saw() -> None:
    no, unknown = clause_view(IS_CARD, BERLIN), clause_view(HAS_COST, BERLIN)

    assert (no.text, no.truth, no.seen) == (
        'payment_type is "card"',
        "no",
        ("payment type: cash",),
    )
    assert (unknown.truth, unknown.seen) == ("unknown", ("order cost: not known",))


def test_times_are_shown_as_the_form_shows_them() -> None:
    seen = {"received_at": MONDAY.isoformat(), "pickup_at": "2026-03-02T08:00:00+00:00"}
    clause = Clause(text="pickup_at before received_at", holds=True, seen=seen)

    assert clause_view(clause, BERLIN).seen == (
        "time of the message: 2026-03-02 10:30",
        "pickup at: 2026-03-02 09:00",
    )


def test_a_group_is_named_by_how_its_parts_are_joined() -> None:
    group = Clause(text="(…)", holds=None, join=Join.ANY, parts=(IS_CARD, HAS_COST))

    view = clause_view(group, BERLIN)

    assert view.text == "at least one of these"
    assert [part.truth for part in view.parts] == ["no", "unknown"]


def test_a_rule_of_several_conditions_is_listed_condition_by_condition() -> None:
    rule = Clause(text="… and …", holds=False, join=Join.ALL, parts=(IS_CARD, HAS_COST))
    misfit = a_candidate(status=CandidateStatus.NOT_MATCHED, rule=rule)

    (shown,) = candidate_groups(escalated(misfit), a_service()).shown

    assert [clause.truth for clause in shown.clauses] == ["no", "unknown"]
    assert (shown.state, shown.verdict) == ("misfit", "Not offered: a condition does not hold.")
    assert shown.probability == ""


def test_a_rule_that_is_unknown_says_so() -> None:
    misfit = a_candidate(status=CandidateStatus.NOT_MATCHED, rule=HAS_COST)

    (shown,) = candidate_groups(escalated(misfit), a_service()).shown

    assert shown.verdict == "Not offered: facts that it depends on are not known."


def test_a_left_out_reply_names_the_fact_that_is_missing() -> None:
    left_out = a_candidate(status=CandidateStatus.DROPPED, dropped=DropReason.PLACEHOLDER_MISSING)
    foreign = a_candidate(status=CandidateStatus.DROPPED, dropped=DropReason.NOT_IN_LANGUAGE)

    shown = candidate_groups(escalated(left_out, foreign), a_service()).shown

    assert [view.verdict for view in shown] == [
        "Left out: its text needs facts that are not known: order cost.",
        "Left out: not written in the customer’s language.",
    ]


def test_the_reply_that_was_sent_stands_out() -> None:
    reply = Reply(
        template_id=TemplateId("paid_once"),
        topic_id=TopicId("charged_twice"),
        language=ENGLISH,
        text="You paid 12.50 once.",
        probability=0.9,
    )
    candidates = (a_candidate(), a_candidate("paid_in_cash"))
    decision = AutoReply(reply=reply, trace=a_trace(*candidates))

    sent, other = candidate_groups(decision, a_service()).shown

    assert (sent.state, sent.excerpt) == ("used", "You paid [order cost] once.")
    assert (other.state, other.verdict) == (
        "fits",
        "Its conditions hold, but others are more likely to be right.",
    )


def test_of_many_replies_only_the_best_few_are_unfolded() -> None:
    service = a_service()
    fitting = [a_candidate() for _ in range(5)]
    misfits = [a_candidate(status=CandidateStatus.NOT_MATCHED) for _ in range(6)]

    groups = candidate_groups(escalated(*fitting, *misfits), service)

    assert [view.state for view in groups.shown] == ["fits"] * 3 + ["misfit"] * 2
    assert len(groups.shown) + len(groups.folded) == 11
