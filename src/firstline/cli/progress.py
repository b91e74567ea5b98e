"""Progress bars for long work."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars

from firstline.domain.progress import Progress


@contextmanager
def progress_bars(console: Console) -> Iterator[Bars]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console) as bars:
        yield bars


@contextmanager
def telling(console: Console) -> Iterator[Progress]:
    """Draw a bar for each step that is told of; the next step begins where one is over."""
    with progress_bars(console) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, *, done: int = 0, total: int = 0) -> None:
            if step not in tasks:
                _finish_all(bars)
                tasks[step] = bars.add_task(step, total=None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield tell
        _finish_all(bars)


def _finish_all(bars: Bars) -> None:
    for task in bars.tasks:
        bars.update(task.id, completed=task.total or task.completed)
