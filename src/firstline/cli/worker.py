"""`firstline worker`: run the panel's jobs."""

from typing import Annotated

import typer

from firstline.hosting.panel import set_up


def worker(
    only_quick: Annotated[
        bool, typer.Option("--only-quick", help="Leave what takes minutes to other workers.")
    ] = False,
    until_empty: Annotated[
        bool, typer.Option("--until-empty", help="Stop once nothing waits.")
    ] = False,
) -> None:
    """Do the panel's long work: training, imports, the effect of drafts."""
    set_up()
    from firstline.work.worker import work  # noqa: PLC0415 - needs Django to be set up

    work(only_quick=only_quick, until_empty=until_empty)
