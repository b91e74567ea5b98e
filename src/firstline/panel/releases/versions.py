"""Every move of the live pointer, whoever made it and wherever; and going back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from firstline.domain.scorecards import Scorecard
from firstline.panel.accounts.models import User
from firstline.panel.releases.models import Publication, Way
from firstline.panel.releases.moving import Move, move_live, turn
from firstline.panel.releases.prepared import Prepared, prepared_of
from firstline.panel.releases.refusals import Stale
from firstline.panel.services.models import HostedService
from firstline.release import codec, layout
from firstline.release.store import PointerMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    number: int
    """1 for the first release of the service."""
    move: PointerMove
    publication: Publication | None
    """`None`: it was moved outside the panel."""
    is_live: bool
    is_there: bool
    """Whether the release is still in the store."""

    @property
    def release(self) -> str:
        return self.move.digest


def versions_of(service: HostedService) -> Sequence[Version]:
    """List every move, the newest first."""
    store = service.folder.store
    found = service.publications.select_related("by", "approved_by").filter(is_done=True)
    publications = {(p.release, p.at): p for p in found}
    moves = store.moves()
    return [
        Version(
            number=number,
            move=move,
            publication=publications.get((move.digest, move.at)),
            is_live=number == len(moves),
            is_there=(store.root / move.digest).is_dir(),
        )
        for number, move in reversed(list(enumerate(moves, start=1)))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The two numbers by which people know a release."""

    coverage: float | None
    precision: float | None
    is_expected: bool
    """From past traffic under another release, not measured on held-out inquiries."""


def headline(service: HostedService, version: Version) -> Headline | None:
    """Say what was measured at its training, or what the draft's impact promised."""
    if card := _scorecard(service.folder.store.root / version.release):
        coverage, precision = card.coverage.value, card.precision.value
        return Headline(coverage=coverage, precision=precision, is_expected=False)
    impact = _prepared(service, version.release).judged
    if impact is None:
        return None
    return Headline(
        coverage=impact.coverage.after,
        precision=impact.expected_precision_after,
        is_expected=True,
    )


def _prepared(service: HostedService, release: str) -> Prepared:
    published = service.publications.filter(release=release, draft__isnull=False).first()
    if published is None or published.draft is None:
        return Prepared()
    of_it = published.draft.candidates.select_related("job").filter(job__result__release=release)
    candidate = of_it.first()  # results are long, so that only the one is read
    return prepared_of(candidate.job.result if candidate else None)


@lru_cache(maxsize=500)
def _scorecard(folder: Path) -> Scorecard | None:
    try:
        return codec.SCORECARD.validate_json((folder / layout.SCORECARD).read_bytes())
    except (OSError, ValueError):
        return None  # a damaged release says so where it is used


def roll_back(
    service: HostedService, release: str, *, by: User, live: str, note: str = ""
) -> Publication:
    """Make an earlier release live again.

    Args:
        service: whose release it is.
        release: its digest.
        by: who wants it.
        live: what was live when this person looked.
        note: why, for the list of versions.

    Raises:
        Stale: something else is live by now.
        ReleaseError: it is damaged, or breaks the examples of its templates.
    """
    with turn(service):
        if service.folder.store.live() != live:
            raise Stale
        move = Move(release=release, way=Way.ROLL_BACK, by=by, note=note)
        return move_live(service, move)
