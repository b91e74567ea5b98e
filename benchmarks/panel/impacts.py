"""What one changed rule would have done to a million journal rows, as the draft's check asks it."""

import statistics
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from firstline.domain.progress import silently

DAYS = 30
ROUNDS = 5
GOAL_S = 3.0


def measure_impact(hosted: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a `HostedService`
    """Read the journal into its copy in columns, once; then replay from that."""
    from firstline.panel.services.live import live_release  # noqa: PLC0415 - needs Django set up
    from firstline.work.outlooks import IMPACT, Past  # noqa: PLC0415

    live = live_release(hosted)
    assert live, "the large service has a live release"  # noqa: S101
    first, *others = live.service.templates
    changed = replace(first, rule=f"({first.rule}) or riders > 3")
    after = replace(live, service=replace(live.service, templates=(changed, *others)))

    def outlook() -> Mapping[str, Any]:
        return Past(hosted, live, silently).outlook(after, DAYS)

    shown, seconds_first = _timed(outlook)
    impact = IMPACT.validate_python(shown["impact"])
    runs = [_timed(outlook) for _ in range(ROUNDS)]
    return {
        "goal_s": GOAL_S,
        "days": DAYS,
        "inquiries": impact.inquiries,
        "counts": {change.value: count for change, count in impact.counts.items()},
        "seconds_first": seconds_first,
        "seconds": statistics.median(seconds for _, seconds in runs),
    }


def _timed(work: Any) -> tuple[Any, float]:  # noqa: ANN401
    started = time.perf_counter()
    return work(), time.perf_counter() - started
