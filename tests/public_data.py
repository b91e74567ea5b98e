"""Where the public data sets are, which are no part of the project."""

import os
from pathlib import Path

DATA_DIR = (
    Path(__file__).parents[1] / os.environ.get("FIRSTLINE_DATA_DIR", "../shared/data")
).resolve()
