"""`firstline canary status`: what the canary and the live release have done since it began."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from firstline.cli.options import JOURNAL, STORE, JournalFile, StoreFolder
from firstline.journal.reader import JournalReader
from firstline.release.canaries import Canary
from firstline.release.store import ReleaseStore
from firstline.serving.canary import Arm, Judge


def status(
    store: StoreFolder = STORE,
    journal: JournalFile = JOURNAL,
    settled_after: Annotated[
        float,
        typer.Option(
            envvar="FIRSTLINE_CANARY_SETTLED_AFTER_S",
            help="Seconds in which a customer who comes back speaks against a reply.",
        ),
    ] = 3_600,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare the canary with the live release, from the journal."""
    releases, console = ReleaseStore(store), Console()
    canary, live = releases.canaries.running(), releases.live()
    if canary is None or live is None:
        _say_none(console, releases.canaries.last_stop(), as_json=as_json)
        return
    reader = JournalReader(journal)
    judge = Judge(reader, canary, live, settled_after=timedelta(seconds=settled_after))
    verdict = judge.look(datetime.now(UTC))
    if as_json:
        arms = {"canary": asdict(judge.canary), "live": asdict(judge.live)}
        console.print_json(data={"release": canary.digest, "share": canary.share, **arms})
        return
    console.print(_table(canary, live, judge))
    console.print(f"to be stopped: {verdict}" if verdict else "nothing speaks against it so far")


def _say_none(console: Console, stopped_because: str | None, *, as_json: bool) -> None:
    if as_json:
        console.print_json(data={"release": None, "last_stopped_because": stopped_because})
        return
    console.print("no canary is running")
    if stopped_because:
        console.print(f"the last one was stopped: {stopped_because}", highlight=False)


def _table(canary: Canary, live: str, judge: Judge) -> Table:
    title = f"{canary.share:.0%} of the conversations since {canary.started_at:%Y-%m-%d %H:%M}"
    table = Table(title=title, title_justify="left")
    table.add_column("release", no_wrap=True)
    for name in ("first messages", "answered automatically", "settled", "customer came back"):
        table.add_column(name, justify="right")
    for digest, arm in ((canary.digest, judge.canary), (live, judge.live)):
        table.add_row(f"{digest[:12]} {'canary' if arm is judge.canary else 'live'}", *_cells(arm))
    return table


def _cells(arm: Arm) -> tuple[str, ...]:
    return (
        f"{arm.asked:,}",
        f"{arm.automatic:,} = {arm.coverage:.1%}",
        f"{arm.settled:,}",
        f"{arm.came_back:,} = {arm.came_back_share:.1%}",
    )
