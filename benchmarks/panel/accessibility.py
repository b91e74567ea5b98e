"""What axe finds wrong on every kind of page, light, dark and narrow, with the example service."""

import shutil
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import sync_playwright
from tests.browser.crawl import crawl
from tests.browser.people import People
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role


def measure_accessibility(workplace: Workplace) -> Mapping[str, Any]:
    chromium = shutil.which("chromium")
    if not chromium:
        return {"not_measured": "there is no Chromium: apt-get install chromium"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        people = People(browser=browser, workplace=workplace)
        owner = people.sign_in(Role.OWNER)
        visits = [*crawl(owner), *crawl(people.visit("sign-in/"))]
        people.leave()
    return {
        "pages": len({visit.view for visit in visits}),
        "violations": [
            f"{visit.view}: {violation}" for visit in visits for violation in visit.violations
        ],
    }
