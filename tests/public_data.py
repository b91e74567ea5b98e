"""Where the public data sets are, which are no part of the project."""

import os
from pathlib import Path

import pytest

DATA_DIR = (
    Path(__file__).parents[1] / os.environ.get("FIRSTLINE_DATA_DIR", "../shared/data")
).resolve()


def needs(*names: str) -> pytest.MarkDecorator:
    """Leave a test out, and say so, where a data set is not there."""
    return pytest.mark.skipif(
        not all((DATA_DIR / name).is_dir() for name in names),
        reason=f"needs {' and '.join(names)}: set FIRSTLINE_DATA_DIR",
    )
