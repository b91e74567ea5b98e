"""Samples of a comparison lead to the decisions that the journal knows of."""

from dataclasses import replace

from tests.builders import MONDAY
from tests.unit.learning.retraining.desks import SERVICE, answered
from tests.unit.learning.retraining.test_promotion import a_comparison

from firstline.analysis.flips import Flip, FlipSample
from firstline.domain.decisions import DecisionId
from firstline.domain.inquiries import InquiryId
from firstline.domain.templates import TemplateId
from firstline.learning.retraining.comparing import with_decisions
from firstline.learning.retraining.gathering import gather
from firstline.learning.retraining.relabelling import todays_topics


def a_sample(name: str) -> FlipSample:
    return FlipSample(
        inquiry_id=InquiryId(name),
        received_at=MONDAY,
        text="hello",
        flip=Flip.NEWLY_RIGHT,
        topic_id=None,
        template_id=TemplateId("sorry_late"),
        before=None,
        after=TemplateId("sorry_late"),
    )


def test_a_sample_of_the_journal_knows_its_decision_and_one_of_a_history_has_none() -> None:
    decision = replace(answered("asked"), decision_id=DecisionId("d019a"))
    gathered = gather([decision], (), SERVICE, todays_topics(SERVICE))
    comparison = replace(a_comparison(), samples=(a_sample("asked"), a_sample("row")))
    known, unknown = with_decisions(comparison, gathered.decided).samples

    assert (known.decision_id, unknown.decision_id) == ("d019a", None)
