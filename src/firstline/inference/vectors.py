"""Vector types and the one operation on them that every encoder shares."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float64]
"""Shape (n,)."""
Vectors: TypeAlias = NDArray[np.float64]
"""Shape (texts, dimension), each row of length 1."""


def unit(vector: Vector) -> Vector:
    """Scale to length 1; the zero vector stays."""
    length = float(np.sqrt((vector * vector).sum()))
    return vector / length if length else vector
