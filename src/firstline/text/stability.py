"""Idempotence by construction."""

from collections.abc import Callable


def until_stable(step: Callable[[str], str], text: str) -> str:
    """Apply a step until it changes nothing, e.g. where HTML hid more HTML.

    The step must reach a fixed point; each of ours takes something away.
    """
    while (changed := step(text)) != text:
        text = changed
    return text
