"""Every kind of page of the panel that its links lead to, and what axe finds wrong there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, ViewportSize

from firstline.hosting.panel import panel_path

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NARROW: ViewportSize = {"width": 320, "height": 800}
"""WCAG 2.2, 1.4.10: at this width in pixels nothing may need scrolling sideways."""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(one => one.getBoundingClientRect().right > width && !one.closest(".table-wrap, pre"))
    .map(one => one.outerHTML.slice(0, 60));
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    view: str
    """Name of the view, which stands for all pages of its kind."""
    address: str
    violations: tuple[str, ...]


def crawl(page: Page) -> Iterator[Visit]:
    """Follow the links from a page, to one page of each kind; forms are left alone."""
    seen: set[str] = set()
    waiting = [page.url]
    while waiting:
        address = waiting.pop(0)
        view = _view(address)
        if view is None or view in seen:
            continue
        seen.add(view)
        if not _is_page(page, address):
            continue
        yield Visit(view=view, address=address, violations=tuple(violations(page)))
        waiting += _links(page)


def _is_page(page: Page, address: str) -> bool:
    """Open an address, unless a file is behind it."""
    try:
        page.goto(address)
    except PlaywrightError as error:
        if "Download is starting" in str(error):
            return False
        raise
    return True


def _view(address: str) -> str | None:
    try:
        return resolve(urlsplit(address).path.removeprefix(panel_path().rstrip("/"))).url_name
    except Resolver404:
        return None


def _links(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"
    )
    here = urlsplit(page.url).netloc
    return [link for link in found if urlsplit(link).netloc == here]


def violations(page: Page) -> Iterator[str]:
    """Say what is wrong with a page: light, dark, and on a phone."""
    for look in LOOKS:
        page.emulate_media(color_scheme=look)
        for violation in Axe().run(page, options=RULES).response["violations"]:
            at = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            yield f"{look}: {violation['help']} ({violation['id']}) at {at}"
    usual = page.viewport_size
    page.set_viewport_size(NARROW)
    if wide := page.evaluate(TOO_WIDE):
        yield f"wider than {NARROW['width']} pixels: {wide[:3]}"
    if usual:
        page.set_viewport_size(usual)
