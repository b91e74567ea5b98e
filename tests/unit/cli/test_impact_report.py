"""What is printed of an impact, row by row."""

from dataclasses import replace
from io import StringIO

from rich.console import Console
from tests.builders import MONDAY, a_service, some_thresholds

from firstline.analysis.replay.promises import promise_changes
from firstline.cli.impact.report import print_impact
from firstline.domain.changes import ShareChange
from firstline.domain.decisions import DecisionId
from firstline.domain.facts import FactName
from firstline.domain.impacts import (
    Change,
    Impact,
    LeftOut,
    Reworded,
    Sample,
    TemplateTally,
    TopicTally,
    Treatment,
)
from firstline.domain.templates import TemplateId

NOTHING = Impact(
    inquiries=1_000,
    left_out={},
    first_received=MONDAY,
    last_received=MONDAY,
    decided_anew=0,
    flips=(),
    counts=dict.fromkeys(Change, 0) | {Change.UNCHANGED: 1_000},
    coverage=ShareChange(before=0.5, after=0.5, low=0, high=0, blocks=30),
    expected_precision_before=None,
    expected_precision_after=None,
    topics=(),
    templates=(),
    promises=(),
    causes=(),
    samples=(),
    reworded=Reworded(inquiries=0, samples=()),
)
KEPT, LOST = (some_thresholds(a_service(), threshold) for threshold in (0.5, None))


def printed(impact: Impact, *further: str) -> str:
    console = Console(file=StringIO(), width=200)
    print_impact(console, impact, further)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_where_nothing_changes_there_is_one_sentence_and_one_table() -> None:
    text = printed(NOTHING)

    assert text.startswith("Of 1,000 inquiries (2026-03-02 to 2026-03-02) nothing would be")
    assert "expected precision │     – │               – │" in text
    assert "By topic" not in text
    assert "Promises" not in text


def test_other_words_for_the_same_reply_are_counted() -> None:
    text = printed(replace(NOTHING, reworded=Reworded(inquiries=1_200, samples=())))

    assert "1,200 customers would get the same reply in other words." in text
    assert "in other words" not in printed(NOTHING)


def test_a_difference_of_coverage_has_its_sign_and_its_interval() -> None:
    coverage = ShareChange(before=0.5, after=0.521, low=0.01, high=0.03, blocks=30)
    text = printed(replace(NOTHING, coverage=coverage))

    assert "coverage goes from 50.0% to 52.1%" in text
    assert "+2.1 points (90% sure: +1.0 points to +3.0 points)" in text


def test_what_to_keep_in_mind_comes_before_the_tables() -> None:
    coverage = replace(NOTHING.coverage, blocks=3)
    left_out = {LeftOut.OTHER_MODEL: 12, LeftOut.FACTS_UNKNOWN: 1}
    flips = (DecisionId("d1"), DecisionId("d2"))
    impact = replace(NOTHING, coverage=coverage, left_out=left_out, flips=flips)
    notes, _, _ = printed(impact, "The thresholds are those of now.").partition("Automatic replies")

    assert "The interval rests on 3 days only" in notes
    assert "12 further inquiries are left out: they were decided by another model." in notes
    assert "2 decisions come out otherwise even without the change (d1, d2)" in notes
    assert "`firstline replay d1` shows more" in notes
    assert "The thresholds are those of now." in notes


def test_a_lost_promise_says_what_it_was() -> None:
    text = printed(replace(NOTHING, promises=promise_changes(KEPT, LOST)))

    assert "≥ 75% from 0.50 (48 of 50 right)" in text
    assert "no promise (60 cases)" in text
    assert "lost" in text
    assert "gained" in printed(replace(NOTHING, promises=promise_changes(LOST, KEPT)))


def test_a_long_list_is_cut_and_says_so() -> None:
    tallies = tuple(
        TemplateTally(
            template_id=TemplateId(f"reply_{number}"),
            sent_before=number,
            sent_after=0,
            suggested_before=0,
            suggested_after=number,
        )
        for number in range(25)
    )
    text = printed(replace(NOTHING, templates=tallies))

    assert "reply_19" in text
    assert "reply_20" not in text
    assert "and 5 more; --json has them all" in text


def test_inquiries_without_a_reply_on_either_side_have_no_topic() -> None:
    tally = TopicTally(
        topic_id=None,
        newly_answered=0,
        no_longer_answered=0,
        answered_differently=0,
        otherwise_changed=7,
    )

    assert "none" in printed(replace(NOTHING, topics=(tally,)))


def test_what_a_customer_wrote_is_printed_as_it_is() -> None:
    sent = Treatment(
        kind="auto_reply", templates=(TemplateId("paid_once"),), reason=None, probability=0.9
    )
    suggested = replace(sent, kind="suggestion", reason="below_threshold")
    sample = Sample(
        decision_id=DecisionId("d1"),
        received_at=MONDAY,
        text="[bold]why[/] twice?",
        facts={FactName("order_cost"): "12.50"},
        change=Change.NO_LONGER_ANSWERED,
        before=sent,
        after=suggested,
    )
    text = printed(replace(NOTHING, samples=(sample,)))

    assert "“[bold]why[/] twice?”" in text
    assert "order_cost 12.50" in text
    assert "sent paid_once (0.90) → suggested paid_once (0.90): below_threshold" in text
