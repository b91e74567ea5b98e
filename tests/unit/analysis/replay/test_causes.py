"""Causes: every inquiry that is treated otherwise goes to one change, and the parts add up."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import CARD_FACTS, CHARGED_TWICE, LOST_ITEM, an_inquiry, with_mode
from tests.unit.analysis.replay.desks import (
    a_random_change,
    a_random_release,
    decided,
    what_the_model_says,
)

from firstline.analysis.replay.causes import causes
from firstline.analysis.replay.comparing import compare
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.decisions import DecisionId
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Mode
from firstline.engine import Engine
from firstline.release.records import Release

ROWS = 60


@given(random=st.randoms(use_true_random=True))
@settings(max_examples=40)
def test_the_parts_of_all_causes_add_up_to_the_whole_difference(random: Random) -> None:
    live = a_random_release(random)
    changed = a_random_change(live, random)
    said = [what_the_model_says(live.service, random, number) for number in range(ROWS)]
    traffic = Traffic.of(decided(live, said), live.service.schema).frame

    compared = compare(traffic, live, changed)
    found = causes(compared, live, changed)

    old, new = compared.probabilities("before:"), compared.probabilities("after:")
    answered = (~np.isnan(new)).mean() - (~np.isnan(old)).mean()
    assert sum(cause.coverage for cause in found) == pytest.approx(answered, abs=1e-9)
    if not np.isnan(old).all() and not np.isnan(new).all():
        difference = np.nanmean(new) - np.nanmean(old)
        assert sum(cause.precision for cause in found) == pytest.approx(difference, abs=1e-9)


@pytest.fixture
def recorded(engine: Engine) -> Traffic:
    """Two charges and a lost item, as the tiny release answers them."""
    service = engine.release.service
    inquiries = [
        an_inquiry(text, facts=CARD_FACTS).typed(service)
        for text in (CHARGED_TWICE, CHARGED_TWICE, LOST_ITEM)
    ]
    return Traffic.of(
        (
            LoggedDecision(decision_id=DecisionId(str(n)), inquiry=inquiry, decision=decision)
            for n, (inquiry, decision) in enumerate(
                zip(inquiries, engine.answer_many(inquiries), strict=True)
            )
        ),
        service.schema,
    )


def without(release: Release, *template_ids: str) -> Release:
    """Let the rules of some templates be true of no order that there is here."""
    templates = tuple(
        replace(template, rule="trips < 0") if template.id in template_ids else template
        for template in release.service.templates
    )
    return replace(release, service=replace(release.service, templates=templates))


def test_a_rule_that_no_longer_holds_is_the_cause_of_what_it_answered(
    engine: Engine, recorded: Traffic
) -> None:
    after = without(engine.release, "paid_once", "driver_has_it")
    found = causes(compare(recorded.frame, engine.release, after), engine.release, after)

    lost = {cause.template_id: cause.no_longer_answered for cause in found}
    assert lost == {TemplateId("paid_once"): 2, TemplateId("driver_has_it"): 1}
    assert found[0].template_id == "paid_once"  # the costliest first
    assert found[0].coverage == pytest.approx(-2 / 3)


def test_a_mode_is_the_cause_by_its_topic(engine: Engine, recorded: Traffic) -> None:
    service = with_mode(engine.release.service, "lost_item", Mode.SUGGEST)
    after = replace(engine.release, service=service)
    (cause,) = causes(compare(recorded.frame, engine.release, after), engine.release, after)

    assert (cause.template_id, cause.topic_id) == (None, "lost_item")
    assert cause.no_longer_answered == 1


def test_what_changes_nothing_has_no_cause(engine: Engine, recorded: Traffic) -> None:
    live = engine.release

    assert causes(compare(recorded.frame, live, live), live, live) == ()
