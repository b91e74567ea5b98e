"""Canaries: a candidate release answers a share of the traffic before it may go live."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from firstline.domain.errors import CanaryRefused, ReleaseCorrupt
from firstline.release import pointers

POINTER = "canary.json"
LOG = "canaries.jsonl"
LARGEST_SHARE = 0.5  # the live release keeps the larger part, or the words would lie


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    digest: str
    share: float
    """Of the conversations."""
    started_at: datetime

    def takes(self, key: str) -> bool:
        """Say whether the canary answers a conversation: always or never the same one."""
        salted = f"{self.digest} {self.started_at.isoformat()} {key}"
        number = int.from_bytes(blake2b(salted.encode(), digest_size=8).digest())
        return number < self.share * 2**64


CANARY = TypeAdapter(Canary)


class Canaries:
    """The pointer to the canary of one store, and its log."""

    def __init__(self, root: Path) -> None:
        self.pointer = root / POINTER
        self._log = root / LOG

    def running(self) -> Canary | None:
        """Return the canary, if there is one.

        Raises:
            ReleaseCorrupt: the pointer cannot be read.
        """
        try:
            return CANARY.validate_json(self.pointer.read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise ReleaseCorrupt(
                f"{self.pointer} is damaged; stop the canary and start it again"
            ) from error

    def start(self, canary: Canary, *, live: str | None) -> None:
        """Let a release answer its share from now on, in place of an earlier canary.

        Raises:
            CanaryRefused: nothing is live, or this release is; or the share is out of bounds.
        """
        if live is None:
            raise CanaryRefused("no release is live to compare a canary with; publish one first")
        if canary.digest == live:
            raise CanaryRefused(f"release {live[:12]} is live already, so it answers everything")
        if not 0 < canary.share <= LARGEST_SHARE:
            raise CanaryRefused(
                f"a canary answers more than nothing and at most {LARGEST_SHARE:.0%}, "
                f"not {canary.share:.0%}"
            )
        pointers.move(self.pointer, self._log, CANARY.dump_python(canary, mode="json"))

    def stop(self, reason: str, *, at: datetime) -> bool:
        """End the canary, if there is one, and write down why."""
        if not self.pointer.exists():
            return False
        pointers.record(self._log, {"stopped_at": at.isoformat(), "reason": reason})
        self.pointer.unlink(missing_ok=True)  # another process may have stopped it as well
        return True

    def tried(self) -> frozenset[str]:
        """Digests of all that ever was a canary."""
        moves = pointers.recorded(self._log)
        return frozenset(str(move["digest"]) for move in moves if "digest" in move)

    def last_stop(self) -> str | None:
        """Say why the last canary ended; `None` while one runs or where there was none."""
        moves = pointers.recorded(self._log)
        return moves[-1].get("reason") if moves else None
