"""AutoIntent (Alekseev et al. 2025): a search over scoring modules on a frozen encoder."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a program, by another interpreter

import torch
from autointent import Dataset, Pipeline
from autointent.configs import SentenceTransformerEmbeddingConfig

from benchmarks.peer_runs.task import Predict, run

PRESET = "classic-light"


def fit(task: dict[str, Any]) -> Predict:
    torch.set_num_threads(1)
    pipeline = Pipeline.from_preset(PRESET, seed=task["seed"] + 1)  # it wants more than 0
    pipeline.set_config(SentenceTransformerEmbeddingConfig(model_name=task["encoder"]))
    rows = [
        {"utterance": text, "label": topic}
        for text, topic in zip(task["train"], task["train_topics"], strict=True)
    ]
    pipeline.fit(Dataset.from_dict({"train": rows}))

    def predict(texts: Sequence[str]) -> Sequence[int]:
        return [-1 if topic is None else int(topic) for topic in pipeline.predict(list(texts))]

    return predict


if __name__ == "__main__":
    run(fit)
