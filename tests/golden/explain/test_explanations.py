"""What an agent reads about a decision, word for word.

`FIRSTLINE_UPDATE_GOLDEN=1 pytest tests/golden` rewrites the explanations; review them as text.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import a_template, with_mode, with_template
from tests.unit.engine.conftest import Desk

from firstline.domain.decisions import Decision
from firstline.domain.services import Service
from firstline.domain.templates import Language
from firstline.domain.topics import Mode
from firstline.domain.triggers import Trigger, TriggerId
from firstline.engine.explain import explain
from firstline.inference.encoders import Encoder

URGENT = {"accident": 0.7, "charged_twice": 0.3}
SEVERAL = {"charged_twice": 0.5, "lost_item": 0.3, "driver_late": 0.2}


def in_three_languages(service: Service) -> Service:
    texts = {
        Language("en"): "{{ driver_name }} looked, {{ pickup_at }}.",
        Language("ja"): "{{ driver_name }}が{{ pickup_at }}に確認しました。",
        Language("ru"): "{{ driver_name }} смотрел {{ pickup_at }}.",
    }
    reply = replace(a_template("driver_has_it", "lost_item", ""), texts=texts)
    return with_template(replace(service, languages=tuple(texts)), reply)


DECISIONS: Mapping[str, Callable[[Desk], Decision]] = {
    "auto_reply": lambda desk: desk.decide(),
    "in_japanese": lambda desk: desk.decide(
        "車の中に携帯電話を忘れてしまいました。探してもらえますか",
        topics={"lost_item": 0.9, "driver_late": 0.1},
        service=in_three_languages(desk.service),
    ),
    "below_threshold": lambda desk: desk.decide(topics=SEVERAL, threshold=0.95),
    "one_suggestion": lambda desk: desk.decide(topics={"charged_twice": 1.0}, threshold=None),
    "person_has_spoken": lambda desk: desk.decide(topics=SEVERAL, person_has_spoken=True),
    "unknown_facts": lambda desk: desk.decide(facts={"payment_type": "card"}, topics=SEVERAL),
    "triggered": lambda desk: desk.decide(
        "I was charged twice and my lawyer knows",
        service=replace(
            desk.service,
            triggers=(
                Trigger(
                    id=TriggerId("legal_threat"),
                    name="Legal threat",
                    words={Language("en"): ("lawyer*",)},
                    rule="order_cost > 10 or trips is missing",
                ),
            ),
        ),
    ),
    "expert_line": lambda desk: desk.decide(topics=URGENT),
    "in_shadow": lambda desk: desk.decide(
        service=with_mode(desk.service, "charged_twice", Mode.SHADOW)
    ),
    "thanks": lambda desk: desk.decide("Thanks a lot!"),
    "asked_for_person": lambda desk: desk.decide("Let me talk to a human"),
    "other_language": lambda desk: desk.decide("с меня дважды списали деньги за поездку"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_explained_in_plain_words(name: str, encoder: Encoder) -> None:
    decision = DECISIONS[name](Desk(encoder=encoder))
    anywhere = replace(decision, trace=replace(decision.trace, fingerprint="this machine"))
    words = f"{explain(anywhere)}\n"
    golden = Path(__file__).parent / f"{name}.txt"
    if os.environ.get("FIRSTLINE_UPDATE_GOLDEN"):
        golden.write_text(words, encoding="utf-8")
    assert words == golden.read_text(encoding="utf-8")
