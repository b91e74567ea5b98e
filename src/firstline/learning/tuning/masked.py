"""Domain adaptation: guess hidden words of the service's own messages (Gururangan et al. 2020)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch.nn import Parameter
from torch.nn.functional import cross_entropy, gelu, layer_norm

from firstline.learning.tuning.batches import Rows, Tokens
from firstline.learning.tuning.networks import Network, chosen

MARKS = ("[CLS]", "[SEP]")
MASK = "[MASK]"
HIDDEN = 0.2  # of the tokens; anything from 0.15 to 0.4 does (Wettig et al. 2023)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedObjective:
    """Cross entropy of hidden tokens; the head's matrix is the word embeddings themselves."""

    network: Network
    layers: Mapping[str, Parameter]
    head: Mapping[str, Parameter]
    tokens: Tokens
    mask: int
    marks: tuple[int, ...]
    """Tokens that are never hidden."""

    @classmethod
    def started(cls, network: Network, tokens: Tokens) -> "MaskedObjective":
        vocabulary = Tokenizer.from_file(str(network.folder / "tokenizer.json")).get_vocab()
        return cls(
            network=network,
            layers=network.learning(None),
            head=_new_head(network),
            tokens=tokens,
            mask=vocabulary[MASK],
            marks=tuple(vocabulary[mark] for mark in MARKS),
        )

    def loss(self, rows: Rows) -> torch.Tensor:
        batch = chosen(self.tokens, rows)
        is_hidden = [self._draw(ids) for ids in batch]
        shown = [
            [self.mask if hides else token for token, hides in zip(ids, hidden, strict=True)]
            for ids, hidden in zip(batch, is_hidden, strict=True)
        ]
        states, real = self.network.states(shown)
        places = torch.zeros_like(real, dtype=torch.bool)
        for row, hidden in enumerate(is_hidden):
            places[row, : len(hidden)] = torch.tensor(hidden)
        wanted = [
            token
            for ids, hidden in zip(batch, is_hidden, strict=True)
            for token, hides in zip(ids, hidden, strict=True)
            if hides
        ]
        if not wanted:  # a batch of one short text: nothing to guess, nothing to learn
            return states.sum() * 0.0 + sum(part.sum() for part in self.head.values()) * 0.0
        return cross_entropy(self._scores(states[places]), torch.tensor(wanted))

    def _draw(self, ids: Sequence[int]) -> list[bool]:
        """Decide for each token whether it is hidden; the loop has seeded the step."""
        drawn = (torch.rand(len(ids)) < HIDDEN).tolist()
        return [hides and token not in self.marks for token, hides in zip(ids, drawn, strict=True)]

    def _scores(self, states: torch.Tensor) -> torch.Tensor:
        moved = gelu(states @ self.head["dense"].T + self.head["dense_bias"])
        moved = layer_norm(moved, moved.shape[-1:], self.head["scale"], self.head["shift"])
        return moved @ self.network.words.T + self.head["bias"]

    def end_epoch(self, epoch: int) -> None:
        """Nothing to judge: how well words are guessed does not say how topics are found."""


def _new_head(network: Network) -> Mapping[str, Parameter]:
    words, size = network.words.shape
    return {
        "dense": Parameter(torch.eye(size)),
        "dense_bias": Parameter(torch.zeros(size)),
        "scale": Parameter(torch.ones(size)),
        "shift": Parameter(torch.zeros(size)),
        "bias": Parameter(torch.zeros(words)),
    }
