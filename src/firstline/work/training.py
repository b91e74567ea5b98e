"""The job `train`: a history becomes a release, and one like it that only decides in shadow.

Killed midway and picked up again it makes the same release: training is deterministic, and a
release appears whole or not at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstline.domain.errors import FirstlineError
from firstline.domain.services import Service
from firstline.domain.topics import Mode, Topic, TopicTree
from firstline.engine import Engine
from firstline.inference.encoders import Encoder
from firstline.learning import training
from firstline.learning.corpus import Splits, read_history, split
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.heads import describe
from firstline.learning.label_noise import write_suspicions
from firstline.learning.recalibration import with_content, write_edited
from firstline.learning.running import run_training
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.onboarding.contents import content_of
from firstline.panel.onboarding.histories import TRAIN
from firstline.panel.onboarding.models import HistoryFile
from firstline.panel.services.models import HostedService
from firstline.work.encoders import encoder_of
from firstline.work.histories import HistoryGone, history_of
from firstline.work.rehearsing import in_time, rehearse


class TooLittleToLearn(FirstlineError):
    """A history that leaves a part of the work without a case."""


@dataclass(frozen=True, slots=True)
class Watched:
    """Tells the page how far it is, and stops once nobody wants the result any more."""

    progress: Progress
    history: HistoryFile

    def __call__(self, step: str, *, done: int = 0, total: int = 0) -> None:
        if not HistoryFile.objects.filter(pk=self.history.pk).exists():
            raise HistoryGone
        self.progress(step, done=done, total=total)


@job(TRAIN)
def train(asked: Job, progress: Progress) -> Mapping[str, Any]:
    """Learn, choose thresholds, score the last weeks, write."""
    history = history_of(asked)
    watched = Watched(progress, history)
    content, examples = content_of(asked.service)
    watched("reading the history")
    splits = split(read_history(history.path, content, column_map=history.column_map or {}))
    _check(splits)
    store = asked.service.folder.store.root
    watched("loading the encoder")
    encoder = RememberingEncoder(encoder_of(content.encoder, store))
    trained = run_training(content, splits, encoder, examples, progress=watched)
    watched("writing the release")
    digest = training.write(trained, store)
    write_suspicions(trained.suspicions, history.path)  # what customers wrote is in no result
    result = {
        "release": digest,
        "parts": list(describe(trained.fitted)),
        "suspicious_labels": len(trained.suspicions),
    }
    if asked.parameters.get("in_shadow"):
        result["in_shadow"] = _in_shadow(asked.service, trained, digest, encoder)
        watched("rehearsing the last weeks")
        _rehearse(asked.service, trained, splits, encoder)
    return result


def _check(splits: Splits) -> None:
    empty = [name for name in ("train", "dev", "calibrate", "test") if not getattr(splits, name)]
    topics = {case.topic_id for case in splits.train if case.topic_id}
    if empty or len(topics) < 2:  # noqa: PLR2004 - to tell apart
        raise TooLittleToLearn(
            "too little is left to learn from once customers who write again and copies are kept "
            "out of the earlier weeks; bring a longer history"
        )


def _in_shadow(
    service: HostedService, trained: training.Trained, digest: str, encoder: Encoder
) -> str:
    """Write the release once more, with every topic at most in shadow."""
    whole = replace(trained.release, digest=digest)
    quiet = with_content(whole, at_most_shadow(whole.service), trained.evidence)
    root = service.folder.store.root
    return write_edited(quiet, whole.examples, trained.evidence, encoder=encoder, root=root)


def at_most_shadow(content: Service) -> Service:
    """Let every topic decide and record at most; what is off stays off."""
    topics = TopicTree(tuple(map(_quiet, content.topics)))
    return replace(content, topics=topics)


def _quiet(topic: Topic) -> Topic:
    return topic if topic.mode is Mode.OFF else replace(topic, mode=Mode.SHADOW)


def _rehearse(
    service: HostedService, trained: training.Trained, splits: Splits, encoder: Encoder
) -> None:
    """Show the effect of changes from the first day: on the weeks that nothing was learnt from."""
    content = at_most_shadow(trained.release.service)
    inquiries = in_time(case.inquiry for case in splits.test)
    decisions = Engine(replace(trained.release, service=content), encoder).answer_many(inquiries)
    rehearse(zip(inquiries, decisions, strict=True), service.folder.rehearsal)
