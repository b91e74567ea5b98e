"""What can be said on the command line of a replay with a change."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactOptions:
    change: Path | None = None
    last: str = ""
    history: Path | None = None
    column_map: str = ""
    samples: int = 3
    """Shown of each kind of change."""
    as_json: bool = False
