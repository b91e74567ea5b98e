"""The panel's settings, from the environment."""

import pytest
from pydantic import ValidationError

from firstline.panel.mail_servers import mail_server
from firstline.panel.settings import PanelSettings


@pytest.mark.parametrize(
    ("url", "port", "is_encrypted", "becomes_encrypted"),
    [
        ("smtp://relay.example", 25, False, False),
        ("smtp://user:pass@mail.example:587", 587, False, True),
        ("smtps://user:pass@mail.example", 465, True, False),
    ],
)
def test_a_password_never_travels_in_the_clear(
    url: str, port: int, is_encrypted: bool, becomes_encrypted: bool
) -> None:
    server = mail_server(url)

    assert server
    assert server.port == port
    assert (server.is_encrypted, server.becomes_encrypted) == (is_encrypted, becomes_encrypted)


def test_signs_in_a_mail_password_are_written_as_in_any_address() -> None:
    server = mail_server("smtp://olga%40shop.example:p%40ss%3A@mail.example:587")

    assert server
    assert (server.user, server.password) == ("olga@shop.example", "p@ss:")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "mail.example:587"),
        ("EMAIL_URL", "https://mail.example"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp://mail.example:port"),
        ("ADDRESS", "support.example.com"),
        ("ADDRESS", "https://support.example.com/panel"),
        ("TRUSTED_PROXIES", "everybody"),
        ("PATH", "panel"),
        ("OIDC_ISSUER", "https://id.example.com"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"FIRSTLINE_PANEL_{name}", value)

    with pytest.raises(ValidationError):
        PanelSettings()


def test_a_provider_of_accounts_is_reached_by_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTLINE_PANEL_OIDC_CLIENT_ID", "firstline")
    monkeypatch.setenv("FIRSTLINE_PANEL_OIDC_ISSUER", "http://id.example.com")

    with pytest.raises(ValidationError, match="https"):
        PanelSettings()


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTLINE_PANEL_HOSTS", "support.example.com, localhost")
    monkeypatch.setenv("FIRSTLINE_PANEL_TRUSTED_PROXIES", "10.0.0.0/8,192.0.2.7")

    settings = PanelSettings()

    assert settings.hosts == ("support.example.com", "localhost")
    assert settings.trusted_proxies == ("10.0.0.0/8", "192.0.2.7")
