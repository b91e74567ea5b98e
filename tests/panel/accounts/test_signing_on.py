"""People sign on at an OpenID Connect provider; only those who were invited get in."""

import warnings
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from pytest_django import Settings
from tests.panel.accounts.providers import CLIENT, FOREIGN_KEY, LyingProvider, lying_provider

from firstline.panel.accounts.models import User
from firstline.panel.audit.models import AuditEntry
from firstline.panel.settings import PanelSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own business
    from oidc_provider_mock import run_server_in_thread
    from oidc_provider_mock._storage import User as Known

BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "firstline.panel.accounts.oidc.OidcBackend",
]


def configure(settings: Settings, issuer: str) -> None:
    settings.PANEL = PanelSettings(oidc_issuer=issuer, oidc_client_id=CLIENT)
    settings.AUTHENTICATION_BACKENDS = BACKENDS
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, "a secret of ours"


@pytest.fixture
def olga(db: None) -> User:  # noqa: ARG001
    """Was invited and has not come yet."""
    return User.objects.make("olga@shop.example")


@pytest.fixture
def provider(settings: Settings) -> Iterator[LyingProvider]:
    with lying_provider() as running:
        configure(settings, running.address)
        yield running


def sign_on(client: Client, provider: LyingProvider, *, next_page: str = "") -> Any:  # noqa: ANN401
    """Begin here, say yes at the provider, come back."""
    started = client.get("/sign-in/provider/", {"next": next_page} if next_page else {})
    asked = parse_qs(urlsplit(started["Location"]).query)
    provider.nonce = asked["nonce"][0]
    back = {"code": "a code", "state": asked["state"][0]}
    return client.get("/sign-in/provider/back/", back)


@pytest.mark.filterwarnings("ignore")
def test_a_person_signs_on_at_a_provider_that_others_wrote(
    anybody: Client, olga: User, settings: Settings
) -> None:
    claims = {"email": "Olga@shop.example", "email_verified": True, "name": "Olga Owner"}
    with run_server_in_thread(user_claims=[Known(sub="olga", claims=claims)]) as server:
        configure(settings, f"http://localhost:{server.server_port}")
        started = anybody.get("/sign-in/provider/")
        at_provider = requests.post(
            started["Location"], data={"sub": "olga"}, allow_redirects=False, timeout=10
        )
        answer = anybody.get(at_provider.headers["Location"].removeprefix("http://testserver"))

    assert answer["Location"] == "/panel/"
    assert anybody.get("/account/").status_code == 200
    olga.refresh_from_db()
    assert olga.name == "Olga Owner"
    assert AuditEntry.objects.get().action == "signed_in"


@pytest.mark.usefixtures("olga")
def test_a_person_signs_on_and_finds_the_page_that_was_asked_for(
    anybody: Client, provider: LyingProvider
) -> None:
    answer = sign_on(anybody, provider, next_page="/panel/account/")

    assert answer["Location"] == "/panel/account/"
    assert anybody.get("/account/").status_code == 200


@pytest.mark.usefixtures("olga")
def test_signing_on_never_leads_to_another_site(anybody: Client, provider: LyingProvider) -> None:
    assert sign_on(anybody, provider, next_page="https://evil.example/")["Location"] == "/panel/"


def refused(client: Client, answer: Any) -> bool:  # noqa: ANN401
    assert answer["Location"] == "/panel/sign-in/"
    assert "could not be signed on" in client.get("/sign-in/").content.decode()
    return bool(client.get("/account/").status_code == 302)


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example"},
        {"aud": "another client"},
        {"aud": ["another client", "a third"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "of another sign-on"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": "somebody else"},
    ],
)
def test_a_token_that_is_not_for_this_sign_on_is_refused(
    claims: dict[str, Any], anybody: Client, provider: LyingProvider
) -> None:
    provider.claims = claims

    assert refused(anybody, sign_on(anybody, provider))


@pytest.mark.usefixtures("olga")
def test_a_token_that_somebody_else_signed_is_refused(
    anybody: Client, provider: LyingProvider
) -> None:
    provider.key = FOREIGN_KEY

    assert refused(anybody, sign_on(anybody, provider))


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize(("algorithm", "key"), [("HS256", "a secret of ours" * 3), ("none", None)])
def test_a_token_that_anybody_could_sign_is_refused(
    algorithm: str, key: str | None, anybody: Client, provider: LyingProvider
) -> None:
    provider.algorithm, provider.key = algorithm, key

    assert refused(anybody, sign_on(anybody, provider))


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize(
    "told",
    [
        {"email": "nobody@shop.example"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"sub": "somebody else"},
    ],
)
def test_only_a_verified_address_that_was_invited_gets_in(
    told: dict[str, Any], anybody: Client, provider: LyingProvider
) -> None:
    provider.told = told

    assert refused(anybody, sign_on(anybody, provider))
    assert User.objects.count() == 1


def test_a_closed_account_cannot_sign_on(
    anybody: Client, olga: User, provider: LyingProvider
) -> None:
    User.objects.filter(pk=olga.pk).update(is_active=False)

    assert refused(anybody, sign_on(anybody, provider))


@pytest.mark.usefixtures("olga")
def test_an_answer_that_nobody_asked_for_is_refused(
    anybody: Client, provider: LyingProvider
) -> None:
    assert refused(anybody, anybody.get("/sign-in/provider/back/?code=a&state=forged"))

    sign_on(anybody, provider)
    anybody.post("/sign-out/")
    assert refused(anybody, anybody.get("/sign-in/provider/back/?code=a&state=forged"))


@pytest.mark.usefixtures("olga")
def test_somebody_who_says_no_at_the_provider_comes_back_to_the_sign_in_page(
    anybody: Client, provider: LyingProvider
) -> None:
    anybody.get("/sign-in/provider/")
    assert provider.address

    assert refused(anybody, anybody.get("/sign-in/provider/back/?error=access_denied"))


@pytest.mark.usefixtures("olga")
def test_refused_sign_ons_pause_nobody(anybody: Client, provider: LyingProvider) -> None:
    provider.told = {"email_verified": False}
    for _ in range(8):
        sign_on(anybody, provider)
    provider.told = {}

    assert sign_on(anybody, provider)["Location"] == "/panel/"


@pytest.mark.usefixtures("db")
def test_a_provider_that_is_down_is_told_in_words(anybody: Client, settings: Settings) -> None:
    configure(settings, "http://127.0.0.1:9")  # nobody listens there

    answer = anybody.get("/sign-in/provider/")

    assert answer.status_code == 422
    assert "cannot be reached now" in answer.content.decode()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("discovery", "words"),
    [
        ({"issuer": "https://another.example"}, "says that it is another one"),
        ({"jwks_uri": None}, "does not describe itself well"),
    ],
)
def test_a_provider_that_describes_another_one_is_not_used(
    discovery: dict[str, Any], words: str, anybody: Client, provider: LyingProvider
) -> None:
    provider.discovery = discovery

    assert words in anybody.get("/sign-in/provider/").content.decode()


def test_the_sign_in_page_offers_a_provider_only_if_there_is_one(
    anybody: Client, provider: LyingProvider, settings: Settings
) -> None:
    with_one = anybody.get("/sign-in/?next=/panel/account/").content.decode()
    assert "/panel/sign-in/provider/?next=%2Fpanel%2Faccount%2F" in with_one
    assert provider.address

    settings.PANEL = PanelSettings()
    assert "sign-in/provider" not in anybody.get("/sign-in/").content.decode()
    assert anybody.get("/sign-in/provider/").status_code == 404
    assert anybody.get("/sign-in/provider/back/?code=a&state=b").status_code == 404
