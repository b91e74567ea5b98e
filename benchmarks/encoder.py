"""The int8 encoder beside PyTorch fp32 on the same text, one thread each: speed and parity.

Needs the packages of requirements/torch.txt (`make bench-train` has them).
"""

import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from firstline.inference.bert import BertEncoder
from firstline.inference.registry import MINILM
from firstline.inference.sources import find_files

ROUNDS = 60
TEXTS = {
    15: "I was charged twice for my ride to the airport this morning",
    32: "Good evening, the driver cancelled while I was waiting in front of the hotel, and "
    "although I did not get any car at all there is a fee of four euros",
}


def measure() -> Mapping[str, Any]:
    folder = find_files(MINILM)
    torch_encode = _pytorch(folder)
    encoders: Mapping[str, Callable[[str], np.ndarray[Any, Any]]] = {
        "PyTorch fp32": torch_encode,
        "CTranslate2 int8": _ours(folder, "int8"),
        "CTranslate2 fp32": _ours(folder, "float32"),
    }
    return {str(tokens): _compare(text, encoders) for tokens, text in TEXTS.items()}


def _compare(text: str, encoders: Mapping[str, Callable[[str], Any]]) -> Mapping[str, Any]:
    seconds: dict[str, list[float]] = {name: [] for name in encoders}
    for round_ in range(ROUNDS + 5):
        for name, encode in encoders.items():
            started = time.perf_counter()
            encode(text)
            if round_ >= 5:  # the first rounds warm up
                seconds[name].append(time.perf_counter() - started)
    reference = encoders["PyTorch fp32"](text)
    slow = statistics.median(seconds["PyTorch fp32"])
    return {
        name: {
            "milliseconds": statistics.median(values) * 1_000,
            "times_faster": slow / statistics.median(values),
            "cosine_to_pytorch": float(encoders[name](text) @ reference),
        }
        for name, values in seconds.items()
    }


def _ours(folder: Path, precision: Any) -> Callable[[str], np.ndarray[Any, Any]]:  # noqa: ANN401
    encoder = BertEncoder(folder, precision=precision)
    return lambda text: encoder.encode([text])[0]


def _pytorch(folder: Path) -> Callable[[str], np.ndarray[Any, Any]]:
    import torch  # noqa: PLC0415 - optional
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415

    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()

    def encode(text: str) -> np.ndarray[Any, Any]:
        tokens = tokenizer(text, return_tensors="pt")
        with torch.inference_mode():
            states = model(**tokens).last_hidden_state[0]
        pooled = states.mean(dim=0)
        vector: np.ndarray[Any, Any] = (pooled / pooled.norm()).double().numpy()
        return vector

    return encode
