"""A small line of numbers over time, drawn by the server."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 96, 24, 2


def points(numbers: Sequence[int]) -> str:
    """Place them in a box of `WIDTH` by `HEIGHT`, for an SVG polyline."""
    if not numbers:
        return ""
    top = max(*numbers, 1)
    step = (WIDTH - 2 * MARGIN) / max(len(numbers) - 1, 1)
    height = HEIGHT - 2 * MARGIN
    return " ".join(
        f"{MARGIN + place * step:.1f},{HEIGHT - MARGIN - height * number / top:.1f}"
        for place, number in enumerate(numbers)
    )
