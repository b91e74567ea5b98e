"""Learn to tell topics apart, with a head that starts where the frozen encoder leaves off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits
from torch.nn import Parameter
from torch.nn.functional import cross_entropy

from firstline.inference.vectors import Vectors
from firstline.learning.heads import log_loss
from firstline.learning.heads.linear import one_column_each
from firstline.learning.tuning.batches import Rows, Tokens
from firstline.learning.tuning.checkpoints import Snapshot, read_snapshot, write_snapshot
from firstline.learning.tuning.networks import Network, chosen

SCALE = 10.0  # vectors of length 1 would need weights that one learning rate cannot reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    tokens: Tokens
    topics: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How the encoder with its head did on the dev split after an epoch; 0 is the start."""

    epoch: int
    accuracy: float
    log_loss: float

    @property
    def rank(self) -> tuple[float, float]:
        return self.accuracy, -self.log_loss


def best_epoch(judgements: Sequence[Judgement]) -> Judgement:
    """Choose among the epochs, not the start: whether tuning pays at all, people decide."""
    return max(judgements[1:], key=lambda judgement: judgement.rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicObjective:
    """Cross entropy of the topics, judged on dev after every epoch."""

    network: Network
    layers: Mapping[str, Parameter]
    head: Mapping[str, Parameter]
    learn: Labelled
    judge: Labelled
    smoothing: float
    folder: Path
    """Keeps the weights of every epoch, until one is chosen."""

    @classmethod
    def started(
        cls,
        network: Network,
        learn: Labelled,
        judge: Labelled,
        *,
        layers: int | None,
        smoothing: float,
        folder: Path,
    ) -> "TopicObjective":
        objective = cls(
            network=network,
            layers=network.learning(layers),
            head=_started_head(network.read(learn.tokens), learn.topics),
            learn=learn,
            judge=judge,
            smoothing=smoothing,
            folder=folder,
        )
        objective.end_epoch(0)
        return objective

    def loss(self, rows: Rows) -> torch.Tensor:
        vectors = self.network.vectors(chosen(self.learn.tokens, rows))
        topics = torch.from_numpy(self.learn.topics[rows])
        return cross_entropy(self._scores(vectors), topics, label_smoothing=self.smoothing)

    def _scores(self, vectors: torch.Tensor) -> torch.Tensor:
        return vectors * SCALE @ self.head["weight"].T + self.head["bias"]

    def end_epoch(self, epoch: int) -> None:
        judged = self._judge()
        notes = {"accuracy": repr(judged[0]), "log_loss": repr(judged[1])}
        weights = {name: tensor.detach() for name, tensor in self.layers.items()}
        write_snapshot(self._file(epoch), Snapshot(tensors=weights, notes=notes))

    def _judge(self) -> tuple[float, float]:
        vectors = torch.from_numpy(self.network.read(self.judge.tokens)).float()
        with torch.inference_mode():
            scores = self._scores(vectors).double().numpy()
        right = scores.argmax(axis=1) == self.judge.topics
        return float(right.mean()), log_loss(scores, self.judge.topics)

    def _file(self, epoch: int) -> Path:
        return self.folder / f"epoch-{epoch}.safetensors"

    def judgements(self, epochs: int) -> Sequence[Judgement]:
        """Return how every epoch did, the start first."""
        return [self._judgement(epoch) for epoch in range(epochs + 1)]

    def _judgement(self, epoch: int) -> Judgement:
        notes = self._snapshot(epoch).notes
        return Judgement(
            epoch=epoch, accuracy=float(notes["accuracy"]), log_loss=float(notes["log_loss"])
        )

    def _snapshot(self, epoch: int) -> Snapshot:
        snapshot = read_snapshot(self._file(epoch))
        if snapshot is None:
            raise FileNotFoundError(self._file(epoch))
        return snapshot

    def go_back_to(self, epoch: int) -> None:
        """Give the network the weights that it had after an epoch."""
        for name, tensor in self._snapshot(epoch).tensors.items():
            self.layers[name].data.copy_(tensor)


def _started_head(vectors: Vectors, topics: NDArray[np.int64]) -> Mapping[str, Parameter]:
    """A random head would first spoil what the encoder knows."""
    with threadpool_limits(torch.get_num_threads()):
        fitted = LogisticRegression(max_iter=300).fit(vectors * SCALE, topics)
    weights, bias = one_column_each(fitted.coef_, fitted.intercept_)
    return {
        name: Parameter(torch.from_numpy(values).float())
        for name, values in (("weight", weights), ("bias", bias))
    }
