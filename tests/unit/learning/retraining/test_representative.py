from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.learning.retraining.desks import a_row, answered, gathered, sent

from firstline.domain.cases import Case
from firstline.learning.corpus import Splits
from firstline.learning.retraining.gathering import Gathered, Said, Source
from firstline.learning.retraining.representative import Labelled, NothingAudited, representative


def all_tested(material: Gathered) -> Splits:
    return Splits(train=material.cases[:1], dev=(), calibrate=(), test=material.cases)


def sources_of(cases: tuple[Case, ...], material: Gathered) -> list[Source | None]:
    return [material.sources.get(case.inquiry.id) for case in cases]


def test_a_tenth_of_automatic_replies_audited_leaves_a_tenth_of_the_rest() -> None:
    decisions = [sent(f"s{n}", audit="enter_code" if n % 10 == 0 else "") for n in range(4_000)]
    people = [answered(f"p{n}") for n in range(2_000)]
    material = gathered(*decisions, *people)
    splits, labelled = representative(all_tested(material), material)
    kept = sources_of(splits.test, material)

    assert (labelled.share, labelled.sent, labelled.audited) == (0.1, 4_000, 400)
    assert kept.count(Source.AUDIT) == 400
    assert 160 < kept.count(Source.AGENT) < 240  # 200 expected, 13 is one deviation


def test_training_keeps_everything() -> None:
    material = gathered(answered("0"), sent("1"), sent("2", audit="enter_code"))
    splits, _ = representative(all_tested(material), material)

    assert splits.train == material.cases[:1]


def test_an_agent_who_took_over_is_never_measured_on() -> None:
    said = Said(topic="", template="sorry_late", is_audit=False)
    material = gathered(replace(sent("1"), said=said), sent("2", audit="enter_code"))
    splits, _ = representative(all_tested(material), material)

    assert sources_of(splits.test, material) == [Source.AUDIT]


def test_without_any_audit_nothing_can_be_measured_and_the_remedy_is_said() -> None:
    material = gathered(sent("1"), answered("2"))
    with pytest.raises(NothingAudited, match="outcomes of the kind `audit`"):
        representative(all_tested(material), material)


def test_audits_of_other_weeks_do_not_count() -> None:
    old = sent("old", hours=-500, audit="enter_code")
    material = gathered(old, sent("1"), answered("2"))
    recent = Splits(train=(), dev=(), calibrate=(), test=material.cases[1:])
    with pytest.raises(NothingAudited, match="1 inquiries since 2026-03-02"):
        representative(recent, material)


def test_a_history_alone_is_measured_on_as_it_is() -> None:
    material = gathered(rows=(a_row("1"), a_row("2")))
    splits, labelled = representative(all_tested(material), material)

    assert splits.test == material.cases
    assert labelled.share == 1


def test_no_cases_at_all_crash_nothing() -> None:
    material = gathered(sent("1"))
    nothing = Splits(train=(), dev=(), calibrate=(), test=())

    assert representative(nothing, material)[0] == nothing


@given(
    sent_=st.integers(1, 1_000),
    audited=st.integers(1, 1_000),
    unsent=st.integers(1, 1_000),
    answered_=st.integers(1, 1_000),
)
def test_every_decision_is_as_likely_to_be_measured_on_however_it_was_answered(
    sent_: int, audited: int, unsent: int, answered_: int
) -> None:
    labelled = Labelled(
        sent=max(sent_, audited), audited=audited, unsent=max(unsent, answered_), answered=answered_
    )
    of_sent = labelled.odds(Source.AUDIT) * labelled.audited / labelled.sent
    of_unsent = labelled.odds(Source.AGENT) * labelled.answered / labelled.unsent

    assert of_sent == pytest.approx(of_unsent)
    assert max(labelled.odds(Source.AUDIT), labelled.odds(Source.AGENT)) == pytest.approx(1)
