"""People who work in the panel with a real browser."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect
from tests.workplaces import PATIENCE_S, Workplace, email_of

from firstline.hosting.example_people import EXAMPLE_PASSWORD
from firstline.panel.accounts.roles import Role

# What a worker does appears on a page when it appears: the machine may be busy.
expect.set_options(timeout=PATIENCE_S * 1000)


@dataclass  # without slots: Playwright keeps its handlers on the object
class Troubles:
    """What went wrong in browsers: no page may leave any behind."""

    seen: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """Statuses that a journey is to meet, such as 403."""
    expected_words: set[str] = field(default_factory=set)
    """Parts of what the console is to say."""

    def watch(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.seen.append(f"uncaught: {error}"))
        page.on("response", self._note_response)

    def _note_console(self, message: ConsoleMessage) -> None:
        if any(words in message.text for words in self.expected_words):
            return
        status = re.search(r"the server responded with a status of (\d{3})", message.text)
        if status is None or int(status[1]) not in self.expected:
            self.seen.append(f"{message.type}: {message.text}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.seen.append(f"{response.status}: {response.url}")


@dataclass(slots=True)
class People:
    """Signs somebody of the example people in, each in a browser window of its own."""

    browser: Browser
    workplace: Workplace
    troubles: Troubles = field(default_factory=Troubles)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def sign_in(self, role: Role, **options: Any) -> Page:  # noqa: ANN401 - as Playwright has them
        page = self.visit("sign-in/", **options)
        page.get_by_label("E-mail").fill(email_of(role))
        page.get_by_label("Password").fill(EXAMPLE_PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(r"/panel/(?!sign-in)"))
        return page

    def visit(self, path: str, **options: Any) -> Page:  # noqa: ANN401 - as Playwright has them
        """Open a page of the panel as somebody unknown."""
        return self.go_to(f"/panel/{path}", **options)

    def go_to(self, address: str, **options: Any) -> Page:  # noqa: ANN401 - as Playwright has them
        """Open any page, also of another host, in a browser of its own."""
        context = self.browser.new_context(base_url=self.workplace.address, **options)
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_S * 1000)
        self.troubles.watch(page)
        page.goto(address)
        return page

    def leave(self) -> None:
        for context in self._contexts:
            context.close()
        assert self.troubles.seen == [], self.troubles.seen
