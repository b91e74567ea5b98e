"""A service whose messages are half like its topics and half like nothing it knows."""

from dataclasses import replace

import numpy as np
from tests.builders import CARD_FACTS, ENGLISH, MONDAY, a_release, a_service

from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.domain.traces import MessageAct, Prediction
from firstline.engine.assessments import assess
from firstline.engine.candidates import CandidateFinder
from firstline.engine.reading import Reading
from firstline.inference.rightness import UNTAUGHT, Rightness
from firstline.learning.rightness import FEWEST, fit_rightness
from firstline.learning.thresholds import Labelled

SERVICE = a_service()
FINDER = CandidateFinder(SERVICE, a_release(SERVICE, {"lost_item": 1.0}).model)
LOST, LATE = TopicId("lost_item"), TopicId("driver_late")


def labelled(
    *, likeness: float, is_right: bool, expert: float = 0.0, act: MessageAct = MessageAct.SUBSTANCE
) -> Labelled:
    facts = SERVICE.schema.parse(CARD_FACTS, zone=SERVICE.zone)
    inquiry = Inquiry(id=InquiryId("1"), text="", received_at=MONDAY, facts=facts)
    said = (
        Prediction(topic_id=LOST, probability=0.9, likeness=likeness),
        Prediction(topic_id=LATE, probability=0.1, likeness=likeness),
    )
    reading = Reading(inquiry=inquiry, text="", act=act, language=ENGLISH)
    sent = TemplateId("driver_has_it") if is_right else None
    return Labelled(
        case=Case(inquiry=inquiry, topic_id=LOST, template_id=sent),
        assessment=assess(reading, FINDER, predictions=said, expert_probability=expert),
    )


def some_dev(right: int, wrong: int) -> list[Labelled]:
    """Right replies to what is known, wrong ones to what is new."""
    spread = np.linspace(-0.1, 0.1, max(right, wrong, 1)).tolist()
    return [
        *(labelled(likeness=0.9 + noise, is_right=True) for noise in spread[:right]),
        *(labelled(likeness=0.3 + noise, is_right=False) for noise in spread[:wrong]),
    ]


def sure_of(labelled_: Labelled, rightness: Rightness) -> float | None:
    finder = CandidateFinder(SERVICE, replace(FINDER.model, rightness=rightness))
    said = labelled_.assessment
    return assess(said.reading, finder, predictions=said.predictions).rightness


def test_a_message_like_nothing_known_is_answered_less_surely_though_its_topic_is_as_probable() -> (
    None
):
    rightness = fit_rightness(SERVICE, some_dev(60, 60))
    known, new = (labelled(likeness=likeness, is_right=True) for likeness in (0.9, 0.3))

    sure, unsure = sure_of(known, rightness), sure_of(new, rightness)

    assert sure is not None
    assert unsure is not None
    assert sure > 0.9
    assert unsure < 0.1


def test_too_few_mistakes_to_learn_from_leave_the_rankers_probability() -> None:
    assert fit_rightness(SERVICE, some_dev(100, FEWEST - 1)) == UNTAUGHT
    assert fit_rightness(SERVICE, some_dev(FEWEST - 1, 100)) == UNTAUGHT
    assert fit_rightness(SERVICE, []) == UNTAUGHT
    assert fit_rightness(SERVICE, some_dev(FEWEST, FEWEST)) != UNTAUGHT


def test_what_no_reply_could_be_sent_to_teaches_nothing() -> None:
    dev = some_dev(60, 60)
    routed = [labelled(likeness=0.9, is_right=False, expert=0.6)] * 60
    guarded = [labelled(likeness=0.9, is_right=False, act=MessageAct.ASKS_FOR_PERSON)] * 60

    assert fit_rightness(SERVICE, [*dev, *routed, *guarded]) == fit_rightness(SERVICE, dev)
