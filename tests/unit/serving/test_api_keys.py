import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from starlette.testclient import TestClient
from tests.unit.serving.conftest import KEY

from firstline.serving.api_keys import FixedKeys
from firstline.serving.app import create_app
from firstline.serving.errors import NoApiKeys
from firstline.serving.settings import ServingSettings

QUESTION = {"text": "hello"}


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    """Somebody who has not been given a key."""
    return TestClient(app)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": KEY},
        {"Authorization": f"Bearer {KEY}"},
        {"Authorization": "bearer the-next-key"},
        {"X-API-Key": "the-next-key"},
    ],
)
def test_every_configured_key_opens_the_door(stranger: TestClient, headers: dict[str, str]) -> None:
    assert stranger.post("/v1/answer", json=QUESTION, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": KEY[:-1]},
        {"X-API-Key": f"{KEY},the-next-key"},
        {"X-API-Key": b"\xff\xfe"},
        {"Authorization": KEY},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong", "X-API-Key": "wrong too"},
    ],
)
def test_without_a_valid_key_nothing_is_told(
    stranger: TestClient, headers: dict[str, str | bytes]
) -> None:
    raw = [
        (name.encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in headers.items()
    ]
    responses = [
        stranger.post("/v1/answer", json=QUESTION, headers=raw),
        stranger.post("/v1/outcomes", json={}, headers=raw),
        stranger.get("/v1/decisions/d1", headers=raw),
    ]

    assert {response.status_code for response in responses} == {401}
    assert responses[0].json()["error"]["code"] == "unauthorised"


def test_machinery_needs_no_key(stranger: TestClient) -> None:
    paths = ("/healthz", "/readyz", "/metrics", "/docs", "/openapi.json")

    assert {stranger.get(path).status_code for path in paths} == {200}


def test_a_service_that_nobody_could_ask_does_not_start(settings: ServingSettings) -> None:
    with pytest.raises(NoApiKeys, match="FIRSTLINE_API_KEYS"):
        create_app(settings.model_copy(update={"api_keys": ()}))

    assert not settings.journal.exists()


def test_everyone_may_ask_where_the_settings_say_so(settings: ServingSettings) -> None:
    open_to_all = settings.model_copy(update={"api_keys": (), "allow_anonymous": True})
    with TestClient(create_app(open_to_all)) as client:
        answer = client.post("/v1/answer", json=QUESTION)

    assert answer.json()["error"]["code"] == "no_live_release"  # and not: unauthorised


def test_keys_are_kept_only_as_hashes() -> None:
    keys = FixedKeys([SecretStr(KEY)], allow_anonymous=False)

    assert KEY.encode() not in b"".join(keys._hashes)
