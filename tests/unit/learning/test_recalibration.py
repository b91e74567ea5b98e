from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.builders import ENGLISH, a_template, with_mode, with_template

from firstline.domain.errors import ReleaseCorrupt
from firstline.domain.model_parts import Head, ModelParts
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, Mode, TopicId, TopicTree
from firstline.learning.evidence import read_evidence, write_evidence
from firstline.learning.recalibration import (
    NeedsTraining,
    evidence_for,
    recalibrate,
    with_content,
)
from firstline.learning.training import Trained, write


def test_unchanged_content_gets_the_very_thresholds_of_the_training(
    tiny_training: Trained,
) -> None:
    release = tiny_training.release
    assert recalibrate(release, release.service, tiny_training.evidence) == release.thresholds


def test_a_template_that_fits_nobody_any_more_costs_its_topic_the_promise(
    tiny_training: Trained,
) -> None:
    release = tiny_training.release
    late = TopicId("driver_late")
    never = replace(release.service.template(TemplateId("sorry_late")), rule="trips < 0")
    edited = with_content(release, with_template(release.service, never), tiny_training.evidence)
    before, after = release.thresholds.of(late), edited.thresholds.of(late)
    assert before
    assert after
    assert after.cases < before.cases
    assert edited.scorecard is None


def test_the_evidence_comes_back_as_it_was_written(tiny_training: Trained, tmp_path: Path) -> None:
    write_evidence(tiny_training.evidence, tmp_path, "abc")
    assert read_evidence(tmp_path, "abc") == tiny_training.evidence


def test_the_evidence_holds_no_message(tiny_training: Trained, tmp_path: Path) -> None:
    digest = write(tiny_training, tmp_path)
    evidence = evidence_for(replace(tiny_training.release, digest=digest), tmp_path)
    assert "charged twice" not in str(evidence)


def test_only_its_owner_may_read_the_evidence(tiny_training: Trained, tmp_path: Path) -> None:
    digest = write(tiny_training, tmp_path)
    (path,) = tmp_path.glob(f"{digest}.evidence*")
    assert path.stat().st_mode & 0o077 == 0


def test_damaged_evidence_is_reported(tiny_training: Trained, tmp_path: Path) -> None:
    digest = write(tiny_training, tmp_path)
    (path,) = tmp_path.glob(f"{digest}.evidence*")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ReleaseCorrupt, match="train again, or delete it"):
        read_evidence(tmp_path, digest)


def test_missing_evidence_asks_for_training(tiny_training: Trained, tmp_path: Path) -> None:
    with pytest.raises(NeedsTraining, match="nothing can be promised for other content"):
        evidence_for(tiny_training.release, tmp_path)


Edit = Callable[[Service], Service]


def _without_topic(service: Service) -> Service:
    left = tuple(topic for topic in service.topics if topic.id != "promo_code")
    return replace(service, topics=TopicTree(left))


def _on_expert_line(service: Service) -> Service:
    moved = (
        replace(topic, line=Line.EXPERT) if topic.id == "promo_code" else topic
        for topic in service.topics
    )
    return replace(service, topics=TopicTree(tuple(moved)))


def _with_lower_floor(service: Service) -> Service:
    return replace(service, policy=replace(service.policy, suggestion_floor=0.001))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (_without_topic, "finds the topic `promo_code`; keep it with `mode: off`"),
        (_on_expert_line, "to or from the expert line; move them back"),
        (_with_lower_floor, "was not recorded; do not lower it"),
        (
            lambda service: replace(service, model=ModelParts(head=Head.SVM)),
            "`model` says what the next training builds",
        ),
        (lambda service: replace(service, encoder="other"), "reads with all-MiniLM-L6-v2"),
    ],
)
def test_what_the_model_has_learnt_cannot_be_edited(
    tiny_training: Trained, edit: Edit, words: str
) -> None:
    release = tiny_training.release
    with pytest.raises(NeedsTraining, match=words):
        with_content(release, edit(release.service), tiny_training.evidence)


def test_modes_and_new_templates_need_no_training(tiny_training: Trained) -> None:
    release = tiny_training.release
    service = with_mode(release.service, "lost_item", Mode.OFF)
    service = with_template(service, a_template("new_one", "lost_item", "We look for it."))
    edited = with_content(release, service, tiny_training.evidence)
    assert edited.service.template(TemplateId("new_one")).texts[ENGLISH] == "We look for it."
