"""The engine: one code path behind answering, evaluation and replay."""

from firstline.engine.engine import Engine

__all__ = ["Engine"]
