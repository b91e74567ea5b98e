"""A BERT encoder in PyTorch: made from an encoder's files, and written back into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file as load_tensors
from safetensors.torch import save as save_tensors
from torch.nn.functional import normalize
from transformers import BertConfig, BertModel

from firstline.inference.vectors import Vectors
from firstline.learning.tuning.batches import Rows, Tokens, by_length

READ_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The layers that turn tokens into a vector; pooled as the serving encoder pools."""

    model: BertModel
    folder: Path
    """Holds the files that it was made from."""

    @classmethod
    def of(cls, folder: Path) -> "Network":
        model = BertModel(
            BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False
        )
        stored = load_tensors(folder / "model.safetensors")
        model.load_state_dict({name: stored[name] for name in model.state_dict()})
        return cls(model=model, folder=folder)

    @property
    def words(self) -> torch.Tensor:
        return self.model.embeddings.word_embeddings.weight

    def learning(self, layers: int | None) -> Mapping[str, torch.nn.Parameter]:
        """Let the last layers learn, or all, and return what does.

        Never the word embeddings: half of all weights, of which a history shows few, so
        that words it does not show would be left behind in a space that has moved.
        """
        every = self.model.config.num_hidden_layers
        first = 0 if layers is None else every - layers
        kept = tuple(f"encoder.layer.{number}." for number in range(first, every))
        begins = kept if layers is not None else ("embeddings.", *kept)
        for name, parameter in self.model.named_parameters():
            learns = name.startswith(begins) and parameter is not self.words
            parameter.requires_grad_(learns)
        return {
            name: parameter
            for name, parameter in self.model.named_parameters()
            if parameter.requires_grad
        }

    def states(self, batch: Tokens) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the states of padded tokens and which of them are real."""
        longest = max(map(len, batch))
        ids = torch.tensor([[*row, *[0] * (longest - len(row))] for row in batch])
        real = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in batch])
        mask = None if bool(real.all()) else real
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state, real

    def vectors(self, batch: Tokens) -> torch.Tensor:
        states, real = self.states(batch)
        summed = (states * real[:, :, None]).sum(dim=1)
        return normalize(summed / real.sum(dim=1, keepdim=True), dim=1)

    def read(self, tokens: Tokens) -> Vectors:
        """Embed many texts without learning from them."""
        result = np.zeros((len(tokens), self.model.config.hidden_size))
        self.model.eval()
        with torch.inference_mode():
            for rows in by_length(tokens, READ_AT_ONCE):
                result[rows] = self.vectors([tokens[row] for row in rows]).numpy()
        self.model.train()
        return result

    def files(self) -> Mapping[str, bytes]:
        """Return the encoder's files with the weights as they are now."""
        weights = load_tensors(self.folder / "model.safetensors")
        return {
            "model.safetensors": save_tensors({**weights, **self.model.state_dict()}),
            **{
                name: (self.folder / name).read_bytes()
                for name in ("tokenizer.json", "config.json")
            },
        }


def chosen(tokens: Tokens, rows: Rows) -> Tokens:
    return [tokens[row] for row in rows]
