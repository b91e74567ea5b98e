"""BERT with mean pooling in float64 numpy, written from the paper: an independent reference.

It shares no code with the product and no engine with CTranslate2 or PyTorch.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf, softmax
from tokenizers import Tokenizer

Matrix = NDArray[np.float64]


class ReferenceBert:
    def __init__(self, folder: Path) -> None:
        self.config = json.loads((folder / "config.json").read_text())
        weights = load_file(folder / "model.safetensors")
        self.w = {name: w.astype(np.float64) for name, w in weights.items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()

    def embed(self, text: str) -> Matrix:
        ids = self.tokenizer.encode(text).ids
        x = (
            self.w["embeddings.word_embeddings.weight"][ids]
            + self.w["embeddings.position_embeddings.weight"][: len(ids)]
            + self.w["embeddings.token_type_embeddings.weight"][0]
        )
        x = self._norm(x, "embeddings.LayerNorm")
        for layer in range(self.config["num_hidden_layers"]):
            x = self._layer(x, f"encoder.layer.{layer}")
        pooled: Matrix = x.mean(axis=0)
        return pooled / np.linalg.norm(pooled)

    def _layer(self, x: Matrix, name: str) -> Matrix:
        x = self._norm(
            x + self._attention(x, f"{name}.attention"), f"{name}.attention.output.LayerNorm"
        )
        hidden = self._linear(x, f"{name}.intermediate.dense")
        hidden = hidden * 0.5 * (1 + erf(hidden / np.sqrt(2)))
        return self._norm(
            x + self._linear(hidden, f"{name}.output.dense"), f"{name}.output.LayerNorm"
        )

    def _attention(self, x: Matrix, name: str) -> Matrix:
        heads = self.config["num_attention_heads"]
        split = (len(x), heads, -1)
        q, k, v = (
            self._linear(x, f"{name}.self.{part}").reshape(split).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        weights = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1]), axis=-1)
        joined = (weights @ v).transpose(1, 0, 2).reshape(len(x), -1)
        return self._linear(joined, f"{name}.output.dense")

    def _linear(self, x: Matrix, name: str) -> Matrix:
        result: Matrix = x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]
        return result

    def _norm(self, x: Matrix, name: str) -> Matrix:
        centred = x - x.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self.config["layer_norm_eps"])
        result: Matrix = centred / scale * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]
        return result
