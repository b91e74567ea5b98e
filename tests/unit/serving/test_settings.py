from pathlib import Path

import pytest
from pydantic import ValidationError

from firstline.serving.settings import ServingSettings

REFERENCE = Path("docs/reference/settings.md")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTLINE_API_KEYS", "one, two,")
    monkeypatch.setenv("FIRSTLINE_PORT", "9000")
    monkeypatch.setenv("FIRSTLINE_STORE", "/srv/releases")
    settings = ServingSettings()

    assert [key.get_secret_value() for key in settings.api_keys] == ["one", "two"]
    assert settings.port == 9000
    assert settings.store == Path("/srv/releases")


def test_keys_do_not_show_up_in_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTLINE_API_KEYS", "a-secret")

    assert "a-secret" not in repr(ServingSettings())


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "70000"), ("SESSIONS", "0"), ("RELOAD_INTERVAL_S", "1"), ("PLAYGROUND", "perhaps")],
)
def test_a_setting_that_makes_no_sense_fails_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"FIRSTLINE_{name}", value)

    with pytest.raises(ValidationError, match=name.lower()):
        ServingSettings()


def test_nobody_changes_settings_later() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ServingSettings().port = 1


@pytest.mark.parametrize("name", ServingSettings.model_fields)
def test_every_setting_is_in_the_reference(name: str) -> None:
    """The row holds the name, the default and the description, word for word."""
    field = ServingSettings.model_fields[name]
    rows = [
        line
        for line in REFERENCE.read_text().splitlines()
        if line.startswith(f"| `FIRSTLINE_{name.upper()}` |")
    ]

    assert len(rows) == 1, f"add a row for {name} to {REFERENCE}"
    assert field.description
    assert field.description in rows[0]
