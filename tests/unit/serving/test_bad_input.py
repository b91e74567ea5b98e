"""Whatever comes in, the service answers with a decision or with words, never with a 500."""

import asyncio
import json

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzzing_settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message
from tests.builders import a_service
from tests.unit.serving.conftest import KEY

from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings

JSON_HEADERS = {"Content-Type": "application/json"}
PATHS = ("/v1/answer", "/v1/outcomes")
fuzzing = fuzzing_settings(
    max_examples=60,
    deadline=None,  # the first example meets a cold cache
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the client keeps no state
)

numbers = st.integers() | st.floats() | st.just(10**199) | st.just(float("inf"))
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text() | st.datetimes().map(str),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=8,
)
fact_names = st.sampled_from([str(fact.name) for fact in a_service().schema]) | st.text()
texts = st.text() | st.sampled_from(["I left my phone in the car", "\0", "⟨EMAIL⟩", "<b>" * 50])
bodies = st.fixed_dictionaries(
    {"text": texts | values},
    optional={
        "facts": st.dictionaries(fact_names, values) | values,
        "id": st.text() | values,
        "received_at": st.datetimes().map(lambda at: f"{at.isoformat()}Z") | values,
        "person_has_spoken": st.booleans() | values,
        "decision_id": st.text() | values,
        "kind": st.sampled_from(["rating", "agent_reply", "escalated"]) | values,
    },
)


@fuzzing
@given(path=st.sampled_from(PATHS), body=st.binary(max_size=300))
def test_arbitrary_bytes_never_cost_a_500(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers=JSON_HEADERS)

    assert response.status_code == 422
    assert response.json()["error"]["message"]


@fuzzing
@given(path=st.sampled_from(PATHS), body=bodies | values)
def test_arbitrary_json_never_costs_a_500(client: TestClient, path: str, body: object) -> None:
    response = client.post(path, content=json.dumps(body).encode(), headers=JSON_HEADERS)

    assert response.status_code in {200, 404, 422}


@fuzzing
@given(name=fact_names, value=values)
def test_arbitrary_facts_never_cost_a_500(client: TestClient, name: str, value: object) -> None:
    body = {"text": "I left my phone in the car", "facts": {"driver_name": "Dan", name: value}}
    response = client.post("/v1/answer", content=json.dumps(body).encode(), headers=JSON_HEADERS)

    assert response.status_code in {200, 422}


def body_with(fact: str, value: str) -> str:
    return f'{{"text": "hello", "facts": {{"{fact}": {value}}}}}'


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ('{"text": 17}', "text", "should be a valid string"),
        ('{"texts": "hello"}', "texts", "there is no such field; did you mean `text`?"),
        ("{}", "text", "is required"),
        ("[]", "body", "should be an object"),
        ('{"text": "hello", "facts": []}', "facts", "should be an object"),
        (
            body_with("payment_typ", '"card"'),
            "facts.payment_typ",
            "there is no fact `payment_typ`; did you mean `payment_type`?",
        ),
        (
            body_with("payment_type", '"cards"'),
            "facts.payment_type",
            "`cards` is not a value it can have (one of: card, cash); did you mean `card`?",
        ),
        (body_with("trips", "9" * 200), "facts.trips", f"`{'9' * 60}` is not a whole number"),
        (body_with("trips", "1e400"), "facts.trips", "`inf` is not a whole number"),
        (body_with("trips", "NaN"), "facts.trips", "`nan` is not a whole number"),
        (body_with("is_business", '{"a": 1}'), "facts.is_business", None),
        (body_with("driver_name", '"a\\u0000b"'), "facts.driver_name", None),
        (body_with("pickup_at", '"0001-01-01T00:00:00+14:00"'), "facts.pickup_at", None),
        (
            '{"text": "hello", "received_at": "2026-03-02T09:30:00"}',
            "received_at",
            "should have timezone info",
        ),
        ('{"text": "hello", "received_at": "9999-12-31T23:59:59Z"}', "received_at", None),
        ('{"text": "hello", "person_has_spoken": "no"}', "person_has_spoken", None),
        (
            json.dumps({"text": "a" * 20_001}),
            "text",
            "is 20001 characters long; at most 20000 are read",
        ),
    ],
)
def test_bad_input_is_told_with_its_field_and_the_reason(
    client: TestClient, body: str, field: str, message: str | None
) -> None:
    response = client.post("/v1/answer", content=body.encode(), headers=JSON_HEADERS)

    assert response.status_code == 422
    error = response.json()["error"]
    assert (error["code"], error["field"]) == ("invalid_field", field)
    assert message is None or error["message"] == message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b'{"text": "\\ud800"}',
        b'{"text": "\xed\xa0\x80"}',
        b'{"text": "hello", "facts": {"trips": ' + b"9" * 200_000 + b"}}",
        b'{"text": "hello", "facts": ' + b'{"a":' * 50_000,
    ],
    ids=["nothing", "half", "binary", "surrogate", "raw surrogate", "200,000 digits", "deep"],
)
def test_what_is_no_json_is_told_so(client: TestClient, body: bytes) -> None:
    response = client.post("/v1/answer", content=body, headers=JSON_HEADERS)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_json")


def test_a_message_of_a_megabyte_is_too_long(client: TestClient) -> None:
    body = json.dumps({"text": "a" * 1_000_000}).encode()

    for response in (
        client.post("/v1/answer", content=body, headers=JSON_HEADERS),
        client.post("/v1/outcomes", content=iter([body] * 3), headers=JSON_HEADERS),
    ):
        assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


def test_a_form_is_not_json(client: TestClient) -> None:
    response = client.post("/v1/answer", data={"text": "hello"})

    assert response.status_code == 415
    assert "Content-Type: application/json" in response.json()["error"]["message"]


def test_a_null_byte_in_a_message_is_no_reason_to_refuse_it(client: TestClient) -> None:
    answer = client.post("/v1/answer", json={"text": "I lost \0my keys"}).json()

    kept = client.get(answer["trace"]).json()["entry"]["inquiry"]["text"]
    assert kept == "I lost my keys"


def test_a_bug_is_told_without_the_words_of_a_customer(settings: ServingSettings) -> None:
    app = create_app(settings)

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError("Carla said …")

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/bug")

    assert response.status_code == 500
    error = {"code": "internal_error", "message": "something broke; it was logged"}
    assert response.json() == {"error": error}


def test_a_client_that_leaves_in_the_middle_is_no_bug(app: FastAPI) -> None:
    sent: list[Message] = []

    async def leave() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/v1/answer", "query_string": b""}
    asyncio.run(app({**scope, "headers": [(b"x-api-key", KEY.encode())]}, leave, send))

    assert sent[0]["status"] == 400
