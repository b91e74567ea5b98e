from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import ENGLISH, MONDAY, a_service

from firstline.domain.cases import Case
from firstline.domain.guarantees import PrecisionGuarantee, Thresholds
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.policy import Budget, Costs
from firstline.domain.sentiments import Sentiment
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode, TopicId, TopicTree
from firstline.domain.traces import CandidateStatus, CandidateTrace, Clause, MessageAct
from firstline.engine.assessments import Assessment
from firstline.engine.reading import Reading
from firstline.learning.pools import REST
from firstline.learning.thresholds import Labelled, best_replies, choose_thresholds

SENT = {"charged_twice": "paid_once", "lost_item": "driver_has_it", "driver_late": "sorry_late"}


def service(*, pool_below: int = 30) -> Service:
    tiny = a_service()
    policy = replace(tiny.policy, target_precision=0.9, delta=0.1, pool_below=pool_below)
    return replace(tiny, policy=policy)


def labelled(
    topic: str,
    *,
    agent_sent: str | None,
    probability: float = 0.9,
    expert: float = 0.0,
    act: MessageAct = MessageAct.SUBSTANCE,
    matched: bool = True,
    negative: float = 0.0,
) -> Labelled:
    inquiry = Inquiry(id=InquiryId("1"), text="hello", received_at=MONDAY)
    best = CandidateTrace(
        template_id=TemplateId(SENT.get(topic, "enter_code")),
        topic_id=TopicId(topic),
        status=CandidateStatus.MATCHED if matched else CandidateStatus.NOT_MATCHED,
        probability=probability,
        rule=Clause(text="always", holds=matched),
    )
    return Labelled(
        case=Case(
            inquiry=inquiry,
            topic_id=TopicId(topic),
            template_id=TemplateId(agent_sent) if agent_sent else None,
        ),
        assessment=Assessment(
            reading=Reading(inquiry=inquiry, text="hello", act=act, language=ENGLISH),
            language=ENGLISH,
            sentiment=Sentiment(negative=negative, neutral=1 - negative, positive=0.0),
            expert_probability=expert,
            candidates=(best,),
            rightness=probability if matched else None,
        ),
    )


def right(topic: str, count: int) -> list[Labelled]:
    """Replies as the agents sent them, with probabilities from 0.5 to 1."""
    return [
        labelled(topic, agent_sent=SENT[topic], probability=0.5 + 0.5 * number / count)
        for number in range(count)
    ]


def urgent(count: int) -> list[Labelled]:
    return [labelled("accident", agent_sent=None, expert=0.9) for _ in range(count)]


def chosen(
    cases: Sequence[Labelled], pilot: Sequence[Labelled] | None = None, *, pool_below: int = 30
) -> Thresholds:
    return choose_thresholds(
        service(pool_below=pool_below), cases if pilot is None else pilot, cases
    )


def promise(thresholds: Thresholds, topic: str) -> PrecisionGuarantee:
    found = thresholds.of(TopicId(topic))
    assert found is not None
    return found


def test_a_topic_that_is_always_right_may_answer_from_its_lowest_probability_on() -> None:
    found = promise(chosen(right("lost_item", 60)), "lost_item")

    assert (found.name, found.topics) == ("lost_item", ("lost_item",))
    assert found.threshold == pytest.approx(0.5)
    assert (found.cases, found.answered, found.right, found.cases_needed) == (60, 60, 60, 0)
    assert found.lower_bound > 0.9


def test_small_topics_share_a_threshold_and_its_evidence() -> None:
    cases = [*right("lost_item", 60), *right("charged_twice", 20), *right("driver_late", 20)]
    found = promise(chosen(cases), "charged_twice")

    assert found.name == REST
    assert {"charged_twice", "driver_late", "promo_code"} <= set(found.topics)
    assert (found.cases, found.right) == (40, 40)
    assert promise(chosen(cases), "driver_late") == found


def test_a_pool_is_sized_by_the_cases_that_calibration_can_expect() -> None:
    pilot, cases = right("lost_item", 15), right("lost_item", 60)

    assert promise(chosen(cases, pilot, pool_below=50), "lost_item").name == "lost_item"
    assert promise(chosen(cases, pilot, pool_below=61), "lost_item").name == REST


def test_a_reply_in_free_words_counts_as_a_wrong_guess_of_ours() -> None:
    free = [labelled("lost_item", agent_sent=None) for _ in range(60)]
    found = promise(chosen(free), "lost_item")

    assert (found.threshold, found.cases, found.right) == (None, 60, 0)
    assert found.cases_needed is None


def test_an_accepted_equivalent_is_right() -> None:
    tiny = service()
    sorry, late = TemplateId("sorry_late"), TopicId("driver_late")
    templates = tuple(
        replace(t, equivalents=(TemplateId("fee_explained"),)) if t.id == sorry else t
        for t in tiny.templates
    )
    cases = [labelled("driver_late", agent_sent="fee_explained") for _ in range(60)]
    found = choose_thresholds(replace(tiny, templates=templates), cases, cases).of(late)

    assert found is not None
    assert found.right == 60


def test_what_goes_to_the_experts_needs_no_promise_of_precision() -> None:
    thresholds = chosen([*right("lost_item", 60), *urgent(60)])

    assert thresholds.expert.holds
    assert (thresholds.expert.cases, thresholds.expert.caught) == (60, 60)
    assert promise(thresholds, "accident").cases == 0


@pytest.mark.parametrize(
    "act", [MessageAct.ASKS_FOR_PERSON, MessageAct.EMPTY, MessageAct.AUTO_RESPONDER]
)
def test_what_a_guard_gives_to_a_person_is_not_counted(act: MessageAct) -> None:
    guarded = [labelled("lost_item", agent_sent=None, act=act) for _ in range(60)]
    found = promise(chosen([*right("lost_item", 60), *guarded]), "lost_item")

    assert (found.cases, found.right) == (60, 60)


def test_what_has_no_possible_reply_is_not_counted() -> None:
    nothing = [labelled("lost_item", agent_sent=None, matched=False) for _ in range(60)]

    assert promise(chosen([*right("lost_item", 60), *nothing]), "lost_item").cases == 60


def test_without_calibration_cases_nothing_is_promised_and_the_panel_says_what_is_missing() -> None:
    thresholds = choose_thresholds(service(), right("lost_item", 60), [])
    found = promise(thresholds, "lost_item")

    assert (found.threshold, found.cases, found.answered, found.lower_bound) == (None, 0, 0, 0)
    assert found.cases_needed is not None
    assert found.cases_needed > 20
    assert not thresholds.expert.holds


def test_without_pilot_cases_nothing_is_promised_either() -> None:
    found = promise(chosen(right("lost_item", 60), pilot=[]), "lost_item")

    assert found.threshold is None
    assert found.cases == 60
    assert found.cases_needed is not None


def test_every_topic_has_a_promise_or_says_why_not() -> None:
    thresholds = chosen(right("lost_item", 60))
    topics = [topic for pool in thresholds.precision for topic in pool.topics]

    assert sorted(topics) == sorted(leaf.id for leaf in service().topics.leaves)


def test_an_upset_customer_counts_only_where_an_automatic_reply_could_be_sent() -> None:
    service = a_service()
    lost = TopicId("lost_item")
    careful = replace(service, policy=replace(service.policy, upset_to_person=0.9))
    cases = [
        labelled("lost_item", agent_sent=SENT["lost_item"], negative=negative)
        for negative in (0.0, 0.89, 0.9, 1.0)
    ]

    assert len(best_replies(service, cases, 1.0)[lost]) == 4
    assert len(best_replies(careful, cases, 1.0)[lost]) == 2


def with_budget(budget: Budget) -> Service:
    plain = service()
    return replace(plain, policy=replace(plain.policy, method=budget))


def on(day: int, cases: Sequence[Labelled]) -> list[Labelled]:
    later = timedelta(days=day)
    return [
        replace(
            one,
            case=replace(
                one.case,
                inquiry=replace(one.case.inquiry, received_at=MONDAY + later),
            ),
        )
        for one in cases
    ]


def test_a_budget_counts_a_share_of_all_inquiries() -> None:
    cases = [*right("lost_item", 60), *urgent(40)]
    small = with_budget(Budget(share=0.3, per_day=None))
    found = promise(choose_thresholds(small, cases, cases), "lost_item")

    assert (found.answered, found.right) == (30, 30)
    assert found.target == small.policy.target_precision


def test_a_budget_by_the_day_is_kept_on_the_busiest_day() -> None:
    cases = [*on(0, right("lost_item", 50)), *on(1, right("lost_item", 70))]
    daily = with_budget(Budget(share=None, per_day=30))
    found = promise(choose_thresholds(daily, cases, cases), "lost_item")

    assert found.threshold is not None
    sure = [one for one in cases if one.assessment.candidates[0].probability >= found.threshold]
    days = Counter(one.case.inquiry.received_at for one in sure)
    assert max(days.values()) == days[MONDAY + timedelta(days=1)] == 30


def test_topics_that_may_not_answer_spend_no_budget() -> None:
    plain = with_budget(Budget(share=0.4, per_day=None))
    topics = tuple(
        replace(topic, mode=Mode.SUGGEST) if topic.id == "lost_item" else topic
        for topic in plain.topics
    )
    only_late = replace(plain, topics=TopicTree(topics))
    cases = [*right("lost_item", 60), *right("driver_late", 60)]

    found = promise(choose_thresholds(only_late, cases, cases), "driver_late")
    assert found.answered == 48  # 40 % of 120
    shared = promise(choose_thresholds(plain, cases, cases), "driver_late")
    assert shared.answered == 24


def test_costs_promise_the_precision_from_which_answering_pays() -> None:
    plain = service()
    costs = Costs(wrong_reply=4, agent_reply=1)
    dear = replace(plain, policy=replace(plain.policy, method=costs))
    cases = right("lost_item", 60)

    assert promise(choose_thresholds(dear, cases, cases), "lost_item").target == 0.75
