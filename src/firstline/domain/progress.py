"""Progress: what long work tells while it runs, to a terminal or to a page."""

from typing import Protocol


class Progress(Protocol):
    def __call__(self, step: str, *, done: int = 0, total: int = 0) -> None:
        """Say what is done now, and how much of it.

        Args:
            step: in words; another one begins where it changes.
            done: units of it that are done.
            total: all of its units; 0 where nobody can say.
        """
        ...


def silently(step: str, *, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""
