"""What one changed rule would have done to a million journal rows, as the draft's check asks it."""

import statistics
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

DAYS = 30
ROUNDS = 5
GOAL_S = 3.0


def measure_impact(hosted: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a `HostedService`
    """Read the journal into its copy in columns, once; then replay from that."""
    from firstline.panel.services.live import live_release  # noqa: PLC0415 - needs Django set up
    from firstline.work.outlooks import Past  # noqa: PLC0415

    live = live_release(hosted)
    assert live, "the large service has a live release"  # noqa: S101
    first, *others = live.service.templates
    changed = replace(first, rule=f"({first.rule}) or riders > 3")
    after = replace(live, service=replace(live.service, templates=(changed, *others)))

    def outlook() -> Mapping[str, Any]:
        impact: Mapping[str, Any] = Past(hosted, live, _silently).outlook(after, DAYS)["impact"]
        return impact

    _, seconds_to_copy = _timed(outlook)
    runs = [_timed(outlook) for _ in range(ROUNDS)]
    return {
        "goal_s": GOAL_S,
        "days": DAYS,
        "inquiries": runs[0][0]["inquiries"],
        "changed": runs[0][0]["changed"],
        "seconds_first": seconds_to_copy,
        "seconds": statistics.median(seconds for _, seconds in runs),
    }


def _silently(step: str, *, done: int = 0, total: int = 0) -> None: ...


def _timed(work: Any) -> tuple[Any, float]:  # noqa: ANN401
    started = time.perf_counter()
    return work(), time.perf_counter() - started
