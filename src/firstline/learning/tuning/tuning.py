"""Tune: splits and an encoder in, another encoder out; the same bytes for the same input."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

import firstline
from firstline.domain.cases import Case
from firstline.domain.errors import TuningError
from firstline.inference.registry import ENCODERS, EncoderCard
from firstline.inference.tuned import TUNED, tuned_card
from firstline.learning.tuning.batches import Batches, Tokens, tokenise
from firstline.learning.tuning.corpora import Corpus
from firstline.learning.tuning.loops import Loop, Objective, Step
from firstline.learning.tuning.masked import MaskedObjective
from firstline.learning.tuning.networks import Network
from firstline.learning.tuning.recipes import Plan, Recipe
from firstline.learning.tuning.supervised import Judgement, Labelled, TopicObjective, best_epoch
from firstline.learning.tuning.work_folders import work_folder
from firstline.release.layout import sha256
from firstline.release.writer import write_folder

ADAPTING, TUNING = "learning the words", "tuning the encoder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    card: EncoderCard
    judgements: Sequence[Judgement]
    """On dev, with the head that trained it: the start, then every epoch."""

    @property
    def chosen(self) -> Judgement:
        return best_epoch(self.judgements)


def tune(
    card: EncoderCard,
    folder: Path,
    corpus: Corpus,
    *,
    plan: Plan,
    store: Path,
    progress: Callable[[str], Step] = lambda _: lambda _done, _of: None,
) -> Tuned:
    """Tune the encoder whose files are in `folder` and keep the result in the store.

    A killed run leaves its last checkpoint in the store; the same call goes on from there
    and ends with the same bytes.

    Args:
        card: of the encoder to start from.
        folder: its files, verified.
        corpus: what to learn from and what to judge by.
        plan: everything else that the result depends on.
        store: the releases; the encoder goes into its folder `encoders`.
        progress: makes the function that is told of a stage's steps.

    Raises:
        TuningError: the same run is under way, or its files cannot be written or read.
    """
    encoders = store / TUNED
    with (
        work_folder(encoders, _key(card, corpus, plan)) as work,
        _reproducible(plan.threads),
    ):
        network = Network.of(folder)
        if plan.adaptation:
            loop = _adapting(network, corpus.texts, plan.adaptation, work)
            loop.run(progress(ADAPTING))
        judgements = _tune(network, corpus, plan.supervised, work, progress(TUNING))
        tuned = _write(network, card, encoders)
    return Tuned(card=tuned, judgements=judgements)


def _adapting(network: Network, texts: Sequence[str], recipe: Recipe, work: Path) -> Loop:
    tokens = tokenise(network.folder, texts)
    return _loop(
        MaskedObjective.started(network, tokens), tokens, recipe, work / "adapting.safetensors"
    )


def _tune(
    network: Network, corpus: Corpus, recipe: Recipe, work: Path, progress: Step
) -> Sequence[Judgement]:
    learn, judge = (
        _labelled(network.folder, cases, corpus) for cases in (corpus.learn, corpus.judge)
    )
    objective = TopicObjective.started(
        network,
        learn,
        judge,
        layers=recipe.layers,
        smoothing=recipe.label_smoothing,
        folder=work,
    )
    _loop(objective, learn.tokens, recipe, work / "tuning.safetensors").run(progress)
    judgements = objective.judgements(recipe.epochs)
    objective.go_back_to(best_epoch(judgements).epoch)
    return judgements


def _loop(objective: Objective, tokens: Tokens, recipe: Recipe, checkpoint: Path) -> Loop:
    lengths = tuple(map(len, tokens))
    batches = Batches(lengths=lengths, size=recipe.batch, seed=recipe.seed)
    return Loop(objective=objective, batches=batches, recipe=recipe, checkpoint=checkpoint)


def _labelled(folder: Path, cases: Sequence[Case], corpus: Corpus) -> Labelled:
    column = {topic: number for number, topic in enumerate(corpus.topics)}
    return Labelled(
        tokens=tokenise(folder, [case.inquiry.text for case in cases]),
        topics=np.array([column[case.topic_id] for case in cases if case.topic_id]),
    )


def _write(network: Network, card: EncoderCard, encoders: Path) -> EncoderCard:
    files = network.files()
    base = ENCODERS[card.base or card.name]
    tuned = tuned_card(base, {name: sha256(content) for name, content in files.items()})
    target = encoders / tuned.name
    try:
        if not target.exists():
            write_folder(files, target)
    except OSError as error:
        raise TuningError(
            f"{target} cannot be written ({error}); make room and give the same command again"
        ) from error
    return tuned


def _key(card: EncoderCard, corpus: Corpus, plan: Plan) -> str:
    """Name a run by its input, so that only the same run finds its checkpoints."""
    cases = [
        [(case.inquiry.text, case.topic_id) for case in part]
        for part in (corpus.learn, corpus.judge)
    ]
    versions = [firstline.__version__, torch.__version__]
    content = [card.name, dict(card.sha256), cases, corpus.texts, asdict(plan), versions]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


@contextmanager
def _reproducible(threads: int) -> Iterator[None]:
    before = torch.get_num_threads(), torch.are_deterministic_algorithms_enabled()
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(mode=True)
    try:
        yield
    finally:
        torch.set_num_threads(before[0])
        torch.use_deterministic_algorithms(mode=before[1])
