"""What the tests that follow a tutorial share; `make pictures` lets them take its pictures."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Page
from tests.workplaces import Workplace, run_shop, run_whole

RIDES = os.environ.get("FIRSTLINE_PICTURES_OF", "")
"""Folder of the trained demo; without it the journeys go through the tiny shop."""
PICTURES = os.environ.get("FIRSTLINE_PICTURES", "")
WINDOW = {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"}
PHONE = {"viewport": {"width": 480, "height": 1000}, "color_scheme": "light"}


class Picture(Protocol):
    def __call__(self, page: Page, name: str, at: str = ..., *, is_live: bool = ...) -> None:
        """Take it; a live page never stops to ask its server for what is new."""


@contextmanager
def run_example(releases: Path, parent: Path, **settings: str) -> Iterator[Workplace]:
    """Run the demo for pictures, else a tiny shop."""
    if not RIDES:
        with run_shop(releases, parent, **settings) as workplace:
            yield workplace
        return
    folder = parent / "rides"
    shutil.copytree(RIDES, folder)
    playground = {"FIRSTLINE_PLAYGROUND": "true"}
    with run_whole(folder, parent / "panel", **playground, **settings) as workplace:
        yield workplace


def take_pictures(otherwise: Path) -> Picture:
    """Make what takes a picture of a page as it is shown then, in the docs or in a folder."""
    folder = Path(PICTURES) if PICTURES else otherwise

    def take(page: Page, name: str, at: str = "main", *, is_live: bool = False) -> None:
        page.wait_for_load_state("load" if is_live else "networkidle")
        page.evaluate("at => document.querySelector(at).scrollIntoView()", at)
        # as it is: to hide the caret Playwright would add a style that the pages forbid
        page.screenshot(path=folder / f"{name}.png", caret="initial")

    return take
