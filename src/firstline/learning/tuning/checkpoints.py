"""Tensors on disk that are there whole or not at all, so that a killed training goes on."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from firstline.domain.errors import TuningError


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    tensors: Mapping[str, torch.Tensor]
    notes: Mapping[str, str]


def write_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Write beside the old one, flush, then rename over it.

    Raises:
        TuningError: the disk does not take it.
    """
    draft = path.with_suffix(".draft")
    tensors = {name: tensor.contiguous() for name, tensor in snapshot.tensors.items()}
    try:
        save_file(tensors, draft, metadata=dict(snapshot.notes))
        with draft.open("rb") as stream:
            os.fsync(stream.fileno())
        draft.replace(path)
    except (OSError, SafetensorError) as error:
        raise TuningError(
            f"{path} cannot be written ({error}); make room and give the same command again, "
            "which goes on from the last checkpoint"
        ) from error


def read_snapshot(path: Path) -> Snapshot | None:
    """Read what was written last, if anything was.

    Raises:
        TuningError: the file is damaged.
    """
    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as stored:
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
            return Snapshot(tensors=tensors, notes=stored.metadata())
    except (OSError, SafetensorError) as error:
        raise TuningError(
            f"the checkpoint {path} is damaged ({error}); delete the folder {path.parent} and "
            "give the same command again, which then starts anew"
        ) from error
