import pytest
from pytest_django import Settings

from firstline.panel.secrets import SecretLost, decrypted, encrypted


def test_a_secret_is_read_back_and_never_stands_in_what_is_kept() -> None:
    kept = encrypted("s3cret-key")

    assert decrypted(kept) == "s3cret-key"
    assert "s3cret" not in kept


def test_the_same_secret_is_kept_differently_each_time() -> None:
    assert encrypted("s3cret-key") != encrypted("s3cret-key")


def test_another_secret_key_opens_nothing(settings: Settings) -> None:
    kept = encrypted("s3cret-key")
    settings.SECRET_KEY = "another"  # noqa: S105 - a test's

    with pytest.raises(SecretLost, match="enter the secret anew"):
        decrypted(kept)


def test_what_was_changed_is_no_secret() -> None:
    with pytest.raises(SecretLost):
        decrypted("x" + encrypted("s3cret-key")[1:])
