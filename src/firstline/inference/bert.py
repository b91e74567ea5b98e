"""Run a BERT sentence encoder in int8 on CTranslate2, built from its safetensors.

CTranslate2 scales activations per token, so a text's states do not depend on the
other texts of its batch, as long as nothing is padded: batches hold texts of equal
length only. Very short texts are encoded in fp32, alone and on one thread: over so few
tokens the rounding of int8 does not average out. Pooling is ours, in float64, one text at
a time. Together this gives the same bits for a text alone, in any batch, with any number
of threads.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import ctranslate2
import numpy as np
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import common_spec, transformer_spec
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from firstline.inference.vectors import Vectors, unit

MAX_TOKENS = 256  # as the model was published; longer messages are cut
BATCH = 32  # larger batches gain nothing on a CPU
# Up to here int8 may fall under a cosine of 0.99 to the published model (0.97 in the worst
# case); in fp32 such a text costs about as much as one of 20 tokens does in int8.
SHORT = 10  # tokens, with the two marks around the text

Weights: TypeAlias = Mapping[str, NDArray[np.float32]]
Precision: TypeAlias = Literal["int8", "float32"]


class BertEncoder:
    """A sentence encoder with mean pooling, such as all-MiniLM-L6-v2.

    Args:
        folder: holds model.safetensors, tokenizer.json and config.json, verified.
        precision: `float32` is the reference; only `int8` gives equal bits in batches.
        sessions: how many texts may be encoded at once, one thread each.
        threads: threads inside one session.
    """

    def __init__(
        self, folder: Path, *, precision: Precision = "int8", sessions: int = 1, threads: int = 1
    ) -> None:
        self.dimension: int = json.loads((folder / "config.json").read_text())["hidden_size"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()  # the shipped file pads to 128 tokens
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._sessions = sessions
        self._runtime = _load(folder, self._tokenizer, precision, sessions, threads)
        self._exact = _load(folder, self._tokenizer, "float32", sessions, 1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed texts; shape (len(texts), dimension), rows of length 1."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        result = np.zeros((len(ids), self.dimension))

        def fill(batch: _Batch) -> None:
            runtime = self._exact if batch.length <= SHORT else self._runtime
            states = runtime.forward_batch([ids[row] for row in batch.rows]).last_hidden_state
            for row, tokens in zip(batch.rows, np.array(states, dtype=np.float64), strict=True):
                result[row] = unit(tokens.mean(axis=0))

        batches = list(_equal_lengths(ids))
        if len(batches) == 1:  # one customer's message: no thread is started for it
            fill(batches[0])
            return result
        with ThreadPoolExecutor(self._sessions) as pool:
            list(pool.map(fill, batches))
        return result


class _Batch(NamedTuple):
    length: int
    """In tokens, of each of its texts."""
    rows: Sequence[int]


def _equal_lengths(ids: Sequence[Sequence[int]]) -> Iterator[_Batch]:
    """Row numbers in batches; one in each where bits would depend on the batch."""
    by_length = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    for length, group in groupby(by_length, key=lambda row: len(ids[row])):
        rows, size = list(group), 1 if length <= SHORT else BATCH
        starts = range(0, len(rows), size)
        yield from (_Batch(length, rows[start : start + size]) for start in starts)


def _load(
    folder: Path, tokenizer: Tokenizer, precision: Precision, sessions: int, threads: int
) -> Any:  # noqa: ANN401 - untyped library
    with tempfile.TemporaryDirectory() as built:
        _build(folder, tokenizer, precision).save(built)
        return ctranslate2.Encoder(
            built, compute_type=precision, inter_threads=sessions, intra_threads=threads
        )


def _build(
    folder: Path, tokenizer: Tokenizer, precision: Precision
) -> transformer_spec.TransformerEncoderModelSpec:
    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    encoder = transformer_spec.TransformerEncoderSpec(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
        num_source_embeddings=2,
        embeddings_merge=common_spec.EmbeddingsMerge.ADD,
    )
    encoder.scale_embeddings = False
    _fill_embeddings(encoder, weights)
    for number, layer in enumerate(encoder.layer):
        _fill_layer(layer, weights, f"encoder.layer.{number}")
    spec = transformer_spec.TransformerEncoderModelSpec(encoder, pooling_layer=False)
    spec.register_vocabulary([tokenizer.id_to_token(i) for i in range(config["vocab_size"])])
    spec.config.layer_norm_epsilon = config["layer_norm_eps"]
    spec.validate()
    spec.optimize(quantization="int8" if precision == "int8" else None)
    return spec


def _fill_embeddings(encoder: Any, weights: Weights) -> None:  # noqa: ANN401 - untyped library
    encoder.embeddings[0].weight = weights["embeddings.word_embeddings.weight"]
    encoder.embeddings[1].weight = weights["embeddings.token_type_embeddings.weight"]
    encoder.position_encodings.encodings = weights["embeddings.position_embeddings.weight"]
    _fill_norm(encoder.layernorm_embedding, weights, "embeddings.LayerNorm")


def _fill_layer(layer: Any, weights: Weights, name: str) -> None:  # noqa: ANN401
    attention = [common_spec.LinearSpec() for _ in range(3)]
    for spec, part in zip(attention, ("query", "key", "value"), strict=True):
        _fill_linear(spec, weights, f"{name}.attention.self.{part}")
    fuse_linear(layer.self_attention.linear[0], attention)
    _fill_linear(layer.self_attention.linear[1], weights, f"{name}.attention.output.dense")
    _fill_norm(layer.self_attention.layer_norm, weights, f"{name}.attention.output.LayerNorm")
    _fill_linear(layer.ffn.linear_0, weights, f"{name}.intermediate.dense")
    _fill_linear(layer.ffn.linear_1, weights, f"{name}.output.dense")
    _fill_norm(layer.ffn.layer_norm, weights, f"{name}.output.LayerNorm")


def _fill_linear(spec: Any, weights: Weights, name: str) -> None:  # noqa: ANN401
    spec.weight, spec.bias = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _fill_norm(spec: Any, weights: Weights, name: str) -> None:  # noqa: ANN401
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]
