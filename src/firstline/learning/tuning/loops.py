"""The loop that both stages train in; killed at any step, it goes on to the same bits.

A step depends on the weights, Adam's two averages and the step's number: its texts, its rate
and the seed of its random numbers follow from the number. So a checkpoint needs no more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch.nn import Parameter
from torch.nn.utils import clip_grad_norm_

from firstline.learning.tuning.batches import Batches, Rows
from firstline.learning.tuning.checkpoints import Snapshot, read_snapshot, write_snapshot
from firstline.learning.tuning.recipes import Recipe

STEPS_PER_CHECKPOINT = 100  # about a minute on one core; writing takes half a second
LONGEST_GRADIENT = 1.0
PARTS = ("exp_avg", "exp_avg_sq")

Step = Callable[[int, int], None]
"""Is told how many steps of how many are done."""


class Objective(Protocol):
    """What a stage learns."""

    @property
    def layers(self) -> Mapping[str, Parameter]:
        """What learns of the network, by name."""
        ...

    @property
    def head(self) -> Mapping[str, Parameter]:
        """What learns beside it, and is thrown away."""
        ...

    def loss(self, rows: Rows) -> torch.Tensor: ...

    def end_epoch(self, epoch: int) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    objective: Objective
    batches: Batches
    recipe: Recipe
    checkpoint: Path

    @property
    def steps(self) -> int:
        return self.batches.per_epoch * self.recipe.epochs

    def run(self, progress: Step) -> None:
        """Train from the checkpoint, or from the start where there is none."""
        optimizer = self._optimizer()
        done = self._resume(optimizer)
        progress(done, self.steps)
        for step in range(done, self.steps):
            self._step(optimizer, step)
            finished = step + 1
            ends_epoch = finished % self.batches.per_epoch == 0
            if ends_epoch:
                self.objective.end_epoch(finished // self.batches.per_epoch)
            if ends_epoch or finished % STEPS_PER_CHECKPOINT == 0:
                self._save(optimizer, finished)
            progress(finished, self.steps)

    def _optimizer(self) -> torch.optim.AdamW:
        rates = (self.recipe.learning_rate, self.recipe.head_rate)
        parts = (self.objective.layers, self.objective.head)
        return torch.optim.AdamW(
            [
                {"params": list(part.values()), "lr": rate, "highest": rate}
                for part, rate in zip(parts, rates, strict=True)
            ]
        )

    def _step(self, optimizer: torch.optim.AdamW, step: int) -> None:
        torch.manual_seed(self.recipe.seed + step)
        for group in optimizer.param_groups:
            group["lr"] = group["highest"] * self._pace(step)
        optimizer.zero_grad()
        self.objective.loss(self.batches.at(step)).backward()
        clip_grad_norm_(self._learning.values(), LONGEST_GRADIENT)
        optimizer.step()

    def _pace(self, step: int) -> float:
        """Up to 1 over the warm-up, then down to 0 at the end."""
        warm = max(1, int(self.recipe.warm_up * self.steps))
        return min((step + 1) / warm, (self.steps - step) / max(1, self.steps - warm))

    @property
    def _learning(self) -> dict[str, Parameter]:
        return {**self.objective.layers, **self.objective.head}

    def _save(self, optimizer: torch.optim.AdamW, done: int) -> None:
        tensors = {f"weights.{name}": tensor.detach() for name, tensor in self._learning.items()}
        for name, parameter in self._learning.items():
            state = optimizer.state[parameter]
            tensors |= {f"{part}.{name}": state[part] for part in PARTS}
        write_snapshot(self.checkpoint, Snapshot(tensors=tensors, notes={"steps": str(done)}))

    def _resume(self, optimizer: torch.optim.AdamW) -> int:
        snapshot = read_snapshot(self.checkpoint)
        if snapshot is None:
            return 0
        done = int(snapshot.notes["steps"])
        for name, parameter in self._learning.items():
            parameter.data.copy_(snapshot.tensors[f"weights.{name}"])
            averages = {part: snapshot.tensors[f"{part}.{name}"] for part in PARTS}
            optimizer.state[parameter] = {"step": torch.tensor(float(done)), **averages}
        return done
