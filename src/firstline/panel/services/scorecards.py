"""The last scorecard of a service: content published since has none of its own."""

from functools import lru_cache
from pathlib import Path

from firstline.domain.scorecards import Scorecard
from firstline.panel.services.models import HostedService
from firstline.release import codec, layout


def last_scorecard(service: HostedService) -> Scorecard | None:
    """Find the newest one among what was live, without reading whole releases."""
    store = service.folder.store
    for digest in dict.fromkeys(reversed(store.published())):
        if scorecard := _scorecard(store.root / digest):
            return scorecard
    return None


@lru_cache(maxsize=512)
def _scorecard(folder: Path) -> Scorecard | None:
    try:
        return codec.SCORECARD.validate_json((folder / layout.SCORECARD).read_bytes())
    except (OSError, ValueError):
        return None  # deleted or damaged; whoever answers with it is told by the reader
