"""SetFit (Tunstall et al. 2022): contrastive fine-tuning, then a logistic regression."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a program, by another interpreter

import torch
from datasets import Dataset
from setfit import SetFitModel, Trainer, TrainingArguments

from benchmarks.peer_runs.task import Predict, run

PAIRS_PER_TEXT = 20  # R of the paper: as many similar and as many different pairs


def fit(task: dict[str, Any]) -> Predict:
    torch.set_num_threads(1)
    model = SetFitModel.from_pretrained(task["encoder"], local_files_only=True)
    arguments = TrainingArguments(
        batch_size=16,
        num_epochs=1,
        num_iterations=PAIRS_PER_TEXT,
        seed=task["seed"],
        report_to="none",
        save_strategy="no",
        show_progress_bar=False,
        output_dir=task["scratch"],
    )
    rows = Dataset.from_dict({"text": task["train"], "label": task["train_topics"]})
    Trainer(model=model, args=arguments, train_dataset=rows).train()

    def predict(texts: Sequence[str]) -> Sequence[int]:
        return [int(topic) for topic in model.predict(list(texts), show_progress_bar=False)]

    return predict


if __name__ == "__main__":
    run(fit)
