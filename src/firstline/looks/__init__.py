"""The one visual system of playground, panel and inbox: colours, type, buttons, fields."""

from importlib import resources
from importlib.resources.abc import Traversable

FILES = ("looks.css", "firstline.svg")


def looks_file(name: str) -> Traversable:
    """Find one of `FILES` among the package's data."""
    return resources.files(__package__).joinpath("files", name)
