"""What keeps pages safe in a browser, on each of them."""

import importlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from tests.panel.addresses import OBJECTS, Address, addresses
from tests.panel.conftest import PanelClient

from firstline.panel import django_settings
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.services.models import HostedService

ALL = list(addresses())
WITHOUT_JOURNAL = {"decision_id", "item_id", "uidb64", "token"}
PAGES = [each for each in ALL if not set(each.parameters) & WITHOUT_JOURNAL]


def each_of(found: list[Address]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("address", found, ids=str)


class Inline(HTMLParser):
    """Finds what a strict content security policy forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        for name, value in names.items():
            if name == "style" or re.fullmatch(r"on\w+", name) or name.startswith("hx-on"):
                self.found.append(f"{tag} {name}={value}")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def test_the_scan_sees_what_is_inline() -> None:
    html = '<p style="x" onclick="y"><style></style><script>1</script><a href="javascript:0">'

    assert len(Inline(html).found) == 5


@each_of(PAGES)
def test_no_page_has_anything_inline_and_each_carries_the_policy(
    address: Address, shop: HostedService, as_: Callable[[Role], Client]
) -> None:
    page = address.fill({name: OBJECTS[name](shop) for name in address.parameters})

    answer = as_(Role.OWNER).get(page)
    answer.close()

    assert_safe(answer)


def assert_safe(answer: Any) -> None:  # noqa: ANN401 - as the client answers
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    if answer["Content-Type"].startswith("text/html") and not answer.streaming:
        assert Inline(answer.content.decode()).found == []


@pytest.mark.parametrize("page", ["/sign-in/", "/reset/", "/reset/asked/", "/no-such-page/"])
def test_pages_for_everybody_are_as_safe(page: str, anybody: Client) -> None:
    assert_safe(anybody.get(page, follow=True))


@each_of([each for each in PAGES if not each.is_for_programs])
def test_no_form_is_taken_from_another_site(
    address: Address, shop: HostedService, cast: dict[Role, User]
) -> None:
    client = PanelClient(enforce_csrf_checks=True)
    client.force_login(cast[Role.OWNER], backend="django.contrib.auth.backends.ModelBackend")
    page = address.fill({name: OBJECTS[name](shop) for name in address.parameters})

    answer = client.post(page, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "Please try again" in answer.content.decode()


def test_scripts_and_styles_come_from_this_machine_only(as_: Callable[[Role], Client]) -> None:
    html = as_(Role.OWNER).get("/s/shop/people/").content.decode()

    addresses_named = re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', html)
    assert addresses_named
    assert all(each.startswith("/panel/static/") for each in addresses_named)


def test_cookies_are_kept_from_scripts_and_other_sites(
    anybody: Client, cast: dict[Role, User]
) -> None:
    owner = cast[Role.OWNER]
    owner.set_password("seven small onions")
    owner.language = "en"
    owner.save()
    form = {"username": owner.email, "password": "seven small onions"}

    cookies = anybody.post("/sign-in/", form).cookies

    assert set(cookies) == {"firstline_session", "firstline_csrf", "firstline_language"}
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/panel"


@pytest.fixture
def with_https(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """The settings as an installation behind HTTPS has them."""
    monkeypatch.setenv("FIRSTLINE_PANEL_HTTPS", "true")
    monkeypatch.setenv("FIRSTLINE_PANEL_FOLDER", str(configured.PANEL.folder))
    yield importlib.reload(django_settings)
    monkeypatch.undo()
    importlib.reload(django_settings)


def test_with_https_nothing_goes_over_plain_http(with_https: object) -> None:
    of = vars(with_https)

    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        assert of[name] is True
    assert of["SECURE_HSTS_SECONDS"] >= 31_536_000


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example", "\\\\evil.example"]
)
def test_choosing_a_language_never_leads_to_another_site(next_page: str, anybody: Client) -> None:
    answer = anybody.post("/language/", {"language": "ja", "next": next_page})

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


def test_a_host_that_is_not_ours_is_refused(anybody: Client) -> None:
    assert anybody.get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400
