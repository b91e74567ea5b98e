"""Replay a service's past traffic without a change and with it, and report."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from rich.console import Console

from firstline.analysis.replay import impact_of
from firstline.analysis.replay.journals import deciding_releases
from firstline.cli.impact.options import ImpactOptions
from firstline.cli.impact.releases import changed_release, changed_service
from firstline.cli.impact.report import notes, print_impact, summary
from firstline.cli.impact.traffic import from_history, from_journal
from firstline.cli.periods import length_of
from firstline.domain.impacts import Impact
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `--json` prints."""

    summary: str
    notes: tuple[str, ...]
    impact: Impact


def replay_change(
    service: Path, options: ImpactOptions, *, journal: Path, store: Path, encoders: Path | None
) -> None:
    """Print what the service's files, with the change on top, would have done."""
    console = Console()
    length = length_of(options.last)
    releases = ReleaseStore(store)
    changed = changed_service(service, options.change)
    live = read_release(releases.named_or_live())
    progress = Console(stderr=True)
    if options.history is None:
        traffic = from_journal(journal, live.service, last=length, console=progress)
    else:
        traffic = from_history(
            options.history,
            live,
            column_map=options.column_map,
            last=length,
            encoders=encoders,
            store=store,
            console=progress,
        )
    after = changed_release(live, changed, releases)
    impact = impact_of(
        traffic,
        live,
        after.release,
        others=deciding_releases(traffic, live, releases),
        samples=options.samples,
    )
    further = (after.note,) if after.note else ()
    if options.as_json:
        report = Report(summary=summary(impact), notes=(*notes(impact), *further), impact=impact)
        print(TypeAdapter(Report).dump_json(report, indent=1).decode())  # noqa: T201
    else:
        print_impact(console, impact, further)
