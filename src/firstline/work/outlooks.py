"""Past traffic of a service, and what a change would have done to it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from firstline.analysis.replay import Traffic, impact_of
from firstline.analysis.replay.journals import deciding_releases, journal_traffic, only_newest
from firstline.domain.errors import JournalError, ReplayError
from firstline.domain.impacts import Impact
from firstline.domain.progress import Progress
from firstline.panel.releases.prepared import PERIODS
from firstline.panel.services.live import release_in
from firstline.panel.services.models import HostedService
from firstline.release.records import Release

IMPACT = TypeAdapter(Impact)
SAMPLES = 50
"""Kept of each kind of change, to page through."""
NO_JOURNAL = "nothing was answered yet, so there is no past traffic to try the draft on"


class Past:
    """The journal's decisions, read once."""

    def __init__(self, service: HostedService, live: Release, progress: Progress) -> None:
        self._service = service
        self._live = live
        self._progress = progress
        self._journal = service.folder.past

    @property
    def is_rehearsed(self) -> bool:
        return self._journal == self._service.folder.rehearsal

    def outlook(self, after: Release, days: int) -> Mapping[str, Any]:
        """Give an `Outlook` as plain data."""
        try:
            traffic = only_newest(self._traffic, timedelta(days=days))
            impact = impact_of(traffic, self._live, after, others=self._others, samples=SAMPLES)
        except JournalError:
            return {"words": NO_JOURNAL}
        except ReplayError as error:
            return {"words": str(error)}
        return {"impact": IMPACT.dump_python(impact, mode="json")}

    @cached_property
    def _traffic(self) -> Traffic:
        traffic = journal_traffic(self._journal, self._live.service, tell=self._progress)
        return only_newest(traffic, timedelta(days=max(PERIODS)))

    @cached_property
    def _others(self) -> list[Release]:
        store = self._service.folder.store
        return deciding_releases(self._traffic, self._live, store, _read)


def _read(folder: Path) -> Release:
    return release_in(folder.parent, folder.name)
