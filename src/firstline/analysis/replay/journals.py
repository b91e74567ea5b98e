"""Past traffic from the decision journal, through its copy in columns."""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import polars as pl
from filelock import FileLock

from firstline.analysis.replay.copies import Numbered, copied_traffic
from firstline.analysis.replay.traffic import LoggedDecision, Traffic
from firstline.domain.errors import ReleaseCorrupt, ReleaseNotFound
from firstline.domain.progress import Progress, silently
from firstline.domain.services import Service
from firstline.journal.entries import JournalEntry
from firstline.journal.reader import JournalReader
from firstline.release.reader import read_release
from firstline.release.records import Release
from firstline.release.store import ReleaseStore

TOLD_EVERY = 500  # decisions


def journal_traffic(journal: Path, service: Service, *, tell: Progress = silently) -> Traffic:
    """Bring the copy of a journal up to date, one process at a time, and load it.

    Raises:
        JournalError: there is no journal, or it is damaged.
    """
    with closing(JournalReader(journal)) as reader:

        def entries_after(place: int) -> Iterator[Numbered]:
            total = reader.count(after=place)
            entries = enumerate(reader.numbered_entries(after=place))
            for done, (number, entry) in entries:
                if done % TOLD_EVERY == 0:
                    tell("reading decisions", done=done, total=total)
                yield number, _logged(entry, service)

        folder = journal.with_name(f"{journal.name}.columns")
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            return copied_traffic(folder, service, entries_after)


def _logged(entry: JournalEntry, service: Service) -> LoggedDecision:
    inquiry, facts_fit = entry.inquiry.typed_as_far_as_known(service)
    return LoggedDecision(
        decision_id=entry.decision_id,
        inquiry=inquiry,
        decision=entry.decision,
        facts_fit=facts_fit,
    )


def only_newest(traffic: Traffic, length: timedelta) -> Traffic:
    """Keep what came in at most so long before the newest inquiry."""
    received = pl.col("received_at")
    return Traffic(traffic.frame.filter(received >= received.max() - length))


def deciding_releases(
    traffic: Traffic,
    live: Release,
    store: ReleaseStore,
    read: Callable[[Path], Release] = read_release,
) -> list[Release]:
    """Read the other releases that decided some of the traffic, if they are still there."""
    found = []
    for digest in sorted({*traffic.frame["release"].unique()} - {live.digest}):
        with suppress(ReleaseNotFound, ReleaseCorrupt):
            found.append(read(store.folder(digest)))
    return found
