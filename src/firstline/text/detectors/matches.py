"""What every detector gives back."""

from collections.abc import Callable
from typing import TypeAlias

Match: TypeAlias = tuple[int, int]
"""Start and end offset; never empty, never with white space at either end."""
Find: TypeAlias = Callable[[str], list[Match]]
"""All matches in a text, in order, without overlaps."""
