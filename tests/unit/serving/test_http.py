import pytest
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE, LOST_ITEM
from tests.unit.serving.conftest import KEY

from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


def ask(client: TestClient, text: str = CHARGED_TWICE, **fields: object) -> dict[str, object]:
    response = client.post("/v1/answer", json={"text": text, "facts": CARD_FACTS, **fields})
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


def test_a_sure_answer_is_sent_with_its_promise(client: TestClient) -> None:
    answer = ask(client)

    assert answer["kind"] == "auto_reply"
    assert answer["topic"] == "charged_twice"
    assert answer["reply"] == {
        "template_id": "paid_once",
        "topic_id": "charged_twice",
        "language": "en",
        "text": "You paid 12.50 once.",
        "probability": pytest.approx(answer["probability"]),
    }
    promise = answer["promise"]
    assert isinstance(promise, dict)
    assert (promise["target"], promise["delta"]) == (0.75, 0.2)
    assert promise["threshold"] <= answer["probability"]
    assert "trace" not in promise
    assert answer["trace"] == f"/v1/decisions/{answer['decision_id']}"


def test_once_a_person_has_spoken_replies_are_only_suggested(client: TestClient) -> None:
    answer = ask(client, person_has_spoken=True)

    assert (answer["kind"], answer["reason"]) == ("suggestion", "person_has_spoken")
    assert isinstance(answer["replies"], list)
    assert answer["replies"][0]["template_id"] == "paid_once"
    assert "reply" not in answer


def test_an_accident_goes_to_the_expert_line(client: TestClient) -> None:
    answer = ask(client, ACCIDENT)

    assert (answer["kind"], answer["reason"]) == ("escalation", "expert_line")
    assert (answer["line"], answer["topic"]) == ("expert", "accident")


def test_a_decision_shows_its_whole_trace_and_what_happened_after_it(client: TestClient) -> None:
    answer = ask(client, LOST_ITEM, conversation_id="c1", received_at="2026-03-02T09:30:00+01:00")
    decision_id = answer["decision_id"]
    client.post("/v1/outcomes", json={"decision_id": decision_id, "kind": "rating", "rating": 4})

    found = client.get(str(answer["trace"])).json()

    entry = found["entry"]
    assert entry["inquiry"]["conversation_id"] == "c1"
    assert entry["inquiry"]["facts"] == CARD_FACTS
    assert entry["decision"]["trace"]["release"] == answer["release"]
    assert entry["decision"]["trace"]["candidates"][0]["rule"]["text"] == "always"
    assert [(o["kind"], o["rating"]) for o in found["outcomes"]] == [("rating", 4)]


@pytest.mark.parametrize(
    "outcome",
    [
        {"kind": "rating", "rating": 1},
        {"kind": "followed_up"},
        {"kind": "escalated"},
        {"kind": "agent_reply", "text": "We refunded the fee."},
        {"kind": "agent_reply", "text": "Refunded.", "template_id": "t", "topic_id": "fee"},
        {"kind": "audit", "template_id": "fee_explained"},
    ],
)
def test_every_kind_of_outcome_is_recorded(client: TestClient, outcome: dict[str, object]) -> None:
    decision_id = ask(client)["decision_id"]

    response = client.post("/v1/outcomes", json={"decision_id": decision_id, **outcome})

    assert response.status_code == 201
    assert response.json().items() >= outcome.items()


@pytest.mark.parametrize(
    ("outcome", "field", "message"),
    [
        ({"kind": "rating", "rating": 6}, "rating", "should be less than or equal to 5"),
        ({"kind": "rating"}, "rating", "is required"),
        ({}, "kind", "is required"),
        ({"kind": "agent_reply", "text": ""}, "text", "String should have at least 1 character"),
        (
            {"kind": "praise"},
            "kind",
            "must be one of 'rating', 'followed_up', 'escalated', 'agent_reply', 'audit'",
        ),
    ],
)
def test_an_outcome_that_makes_no_sense_is_refused_with_its_field(
    client: TestClient, outcome: dict[str, object], field: str, message: str
) -> None:
    response = client.post("/v1/outcomes", json={"decision_id": "d1", **outcome})

    assert response.status_code == 422
    expected = {"code": "invalid_field", "field": field, "message": message}
    assert response.json() == {"error": expected}


def test_what_is_unknown_is_not_found(client: TestClient) -> None:
    outcome = client.post("/v1/outcomes", json={"decision_id": "d1", "kind": "escalated"})
    error = {"code": "decision_not_found", "message": "there is no decision `d1` in the journal"}

    assert (outcome.status_code, outcome.json()) == (404, {"error": error})
    assert client.get("/v1/decisions/d1").json() == {"error": error}
    assert client.get("/nowhere").json()["error"]["code"] == "not_found"
    wrong_method = client.get("/v1/answer")
    assert (wrong_method.status_code, wrong_method.headers["allow"]) == (405, "POST")


def test_asking_again_with_the_same_key_is_safe(client: TestClient) -> None:
    body = {"text": CHARGED_TWICE, "facts": CARD_FACTS}
    headers = {"Idempotency-Key": "order-17"}
    first, second = (client.post("/v1/answer", json=body, headers=headers) for _ in range(2))
    other = client.post("/v1/answer", json={"text": LOST_ITEM}, headers=headers)
    long = client.post("/v1/answer", json=body, headers={"Idempotency-Key": "k" * 201})

    assert first.content == second.content
    assert (other.status_code, other.json()["error"]["code"]) == (409, "idempotency_conflict")
    assert (long.status_code, long.json()["error"]["field"]) == (422, "Idempotency-Key")


def test_probes_say_alive_and_ready(client: TestClient) -> None:
    release = ask(client)["release"]

    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready", "release": release}


def test_without_a_live_release_it_is_alive_but_not_ready(settings: ServingSettings) -> None:
    with TestClient(create_app(settings), headers={"X-API-Key": KEY}) as client:
        assert client.get("/healthz").status_code == 200
        for response in (client.get("/readyz"), client.post("/v1/answer", json={"text": "hi"})):
            assert response.status_code == 503
            assert response.json()["error"]["code"] == "no_live_release"
            assert "publish it" in response.json()["error"]["message"]


def test_metrics_count_what_happened(client: TestClient) -> None:
    before = samples(client)
    answer = ask(client)
    ask(client, ACCIDENT)
    client.post("/v1/answer", json={"text": 1})
    client.post("/v1/outcomes", json={"decision_id": answer["decision_id"], "kind": "escalated"})
    after = samples(client)

    for name in (
        'firstline_decisions_total{kind="auto_reply",topic="charged_twice"}',
        'firstline_decisions_total{kind="escalation",topic="accident"}',
        'firstline_errors_total{code="invalid_field"}',
        'firstline_outcomes_total{kind="escalated"}',
    ):
        assert after[name] - before.get(name, 0) == 1, name
    seconds = "firstline_decision_seconds_count"
    assert after[seconds] - before[seconds] == 2
    assert after["firstline_reloads_total"] == 1
    assert after[f'firstline_live_release{{release="{answer["release"]}"}}'] == 1


def samples(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def test_the_reference_page_lists_every_operation_and_fetches_nothing(client: TestClient) -> None:
    page = client.get("/docs").text

    contract = client.get("/openapi.json").json()
    assert contract["components"]["securitySchemes"].keys() == {"HTTPBearer", "APIKeyHeader"}
    for path, operations in contract["paths"].items():
        for method in operations:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert "person_has_spoken" in page
    assert "http" not in page.lower().replace("http interface", "")
    assert "<script" not in page
