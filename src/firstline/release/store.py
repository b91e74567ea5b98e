"""The store: releases side by side, and one pointer to the live one."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from firstline.domain.errors import ReleaseCorrupt, ReleaseNotFound
from firstline.inference.tuned import TUNED
from firstline.release import pointers
from firstline.release.canaries import Canaries
from firstline.release.pauses import Pauses

POINTER = "live.json"
LOG = "published.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointerMove:
    """One publish or roll back, as the store's log has it."""

    digest: str
    at: datetime
    is_rollback: bool


class ReleaseStore:
    """A folder with one directory per release, the live pointer and its log."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.canaries = Canaries(root)
        self.pauses = Pauses(root)

    @property
    def pointer(self) -> Path:
        return self.root / POINTER

    def folder(self, digest: str) -> Path:
        """Find a release by its digest or an unambiguous beginning of it.

        Raises:
            ReleaseNotFound: none, or more than one, begins so.
        """
        found = [path for path in self._folders() if path.name.startswith(digest)]
        if len(found) != 1:
            many = "more than one release begins" if found else "no release begins"
            raise ReleaseNotFound(f"{many} with {digest!r} in {self.root}")
        return found[0]

    def _folders(self) -> list[Path]:
        if not self.root.is_dir():
            return []
        return [p for p in self.root.iterdir() if p.is_dir() and p.name != TUNED]

    def named_or_live(self, digest: str = "") -> Path:
        """Find a release by its digest, or the live one where no digest is given.

        Raises:
            ReleaseNotFound: there is no such release, or none is live.
        """
        named = digest or self.live()
        if named is None:
            raise ReleaseNotFound(f"no release is live in {self.root}; publish one, or name one")
        return self.folder(named)

    def live(self) -> str | None:
        """Return the digest of the live release, if there is one.

        Raises:
            ReleaseCorrupt: the pointer cannot be read.
        """
        try:
            content = self.pointer.read_text()
        except FileNotFoundError:
            return None
        try:
            return str(json.loads(content)["digest"])
        except (ValueError, KeyError, TypeError) as error:
            raise ReleaseCorrupt(f"{self.pointer} is damaged; publish a release again") from error

    def publish(self, digest: str, *, at: datetime) -> str:
        """Make a release live; returns its full digest."""
        full = self.folder(digest).name
        self._point_to(full, at, is_rollback=False)
        return full

    def _point_to(self, digest: str, at: datetime, *, is_rollback: bool) -> None:
        moved = {"digest": digest, "published_at": at.isoformat(), "is_rollback": is_rollback}
        pointers.move(self.pointer, self.root / LOG, moved)
        # what it was compared with is not live any more
        self.canaries.stop(f"release {digest[:12]} went live", at=at)

    def roll_back(self, *, at: datetime) -> str:
        """Undo the last publish that has not been undone; returns what is live now.

        Raises:
            ReleaseNotFound: nothing was live before.
        """
        standing = self.standing()
        if len(standing) < 2:  # noqa: PLR2004 - the live one and the one before
            raise ReleaseNotFound(f"there is no earlier release in {self.root} to go back to")
        earlier = self.folder(standing[-2]).name
        self._point_to(earlier, at, is_rollback=True)
        return earlier

    def standing(self) -> list[str]:
        """Digests of the publishes that were not undone, oldest first."""
        standing: list[str] = []
        for move in self.moves():
            if move.is_rollback:
                standing.pop()
            else:
                standing.append(move.digest)
        return standing

    def published(self) -> list[str]:
        """Every digest that the pointer was moved to, oldest first."""
        return [move.digest for move in self.moves()]

    def moves(self) -> list[PointerMove]:
        """Every move of the pointer, oldest first."""
        return [
            PointerMove(
                digest=str(move["digest"]),
                at=datetime.fromisoformat(move["published_at"]),
                is_rollback=bool(move.get("is_rollback")),
            )
            for move in pointers.recorded(self.root / LOG)
        ]

    def catch_up(self) -> None:
        """Carry out the last move of the log, should a crash have come before the pointer."""
        logged = pointers.recorded(self.root / LOG)
        if logged and logged[-1]["digest"] != self.live():
            pointers.point(self.pointer, logged[-1])
