"""A language model drafts for Ben, the agent, and never answers a customer."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE, MONDAY
from tests.integration.connectors.model_server import KEY, Fault, ModelServer, refusal

from firstline.connectors.openai_compatible.errors import InsecureAddress
from firstline.domain.decisions import AutoReply, Decision, Reply
from firstline.journal.reader import JournalReader
from firstline.serving.app import create_app
from firstline.serving.drafts import Draft
from firstline.serving.settings import ServingSettings

COMPLETE = "POST /v1/chat/completions"


@pytest.fixture(scope="module")
def settings(
    one_model_server: ModelServer,
    tiny_release_store: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> ServingSettings:
    return ServingSettings(
        store=tiny_release_store,
        journal=tmp_path_factory.mktemp("drafts") / "journal.sqlite3",
        allow_anonymous=True,
        sessions=1,
        drafts_url=one_model_server.base_url,
        drafts_model="ft:small:ftjob-1",
        drafts_key=SecretStr(KEY),
        drafts_timeout_s=0.3,
    )


@pytest.fixture(scope="module")
def service(settings: ServingSettings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def ben(service: TestClient, model_server: ModelServer) -> TestClient:
    """The agent; the language model has forgotten what other tests told it."""
    assert model_server.completions == []
    return service


def decide(ben: TestClient, text: str = CHARGED_TWICE, **fields: object) -> str:
    asked = {"text": text, "facts": CARD_FACTS, "received_at": MONDAY.isoformat()}
    answer = ben.post("/v1/answer", json={**asked, "person_has_spoken": True, **fields})
    return str(answer.json()["decision_id"])


def draft(ben: TestClient, decision_id: str) -> dict[str, object]:
    response = ben.post(f"/v1/decisions/{decision_id}/draft")
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


def error(ben: TestClient, decision_id: str) -> tuple[int, str, str]:
    response = ben.post(f"/v1/decisions/{decision_id}/draft")
    found = response.json()["error"]
    return response.status_code, found["code"], found["message"]


def test_a_draft_is_for_the_agent_and_its_placeholders_are_filled(
    ben: TestClient, model_server: ModelServer
) -> None:
    model_server.draft = "{{driver_name}} was paid {{ order_cost }} on {{ pickup_at }}."
    decision_id = decide(ben)

    assert draft(ben, decision_id) == {
        "decision_id": decision_id,
        "text": "Dan was paid 12.50 on March 2, 09:00.",
        "findings": [],
        "model": "ft:small:ftjob-1",
        "kind": "draft",
    }


def test_the_model_is_told_the_redacted_text_the_facts_and_the_replies_but_no_name(
    ben: TestClient, model_server: ModelServer
) -> None:
    decision_id = decide(ben, f"{CHARGED_TWICE} with Dan, mail me: carla@example.com")
    draft(ben, decision_id)
    system, user = model_server.completions[0]["messages"]

    assert "support agents of tiny" in system["content"]
    assert "charged twice for my ride with {{ driver_name }}, mail me: ⟨EMAIL⟩" in user["content"]
    assert "payment_type: card\norder_cost: 12.50\ndriver_name: given" in user["content"]
    assert "- You paid 12.50 once." in user["content"]
    assert "Dan" not in user["content"]
    assert "carla@" not in user["content"]


@pytest.mark.parametrize(
    ("said", "kind", "place"),
    [
        ("We return 13.50 to you.", "ungrounded", "13.50"),
        ("We return it by March 5.", "ungrounded", "March 5"),
        ("It came at 10:15.", "ungrounded", "10:15"),
        ("It came at 08:00.", "ungrounded", "08:00"),  # UTC; on the customer's clock 09:00
        ("Write to anna@example.com.", "personal_data", "anna@example.com"),
        ("Dear ⟨NAME⟩, we looked.", "mark_left", "⟨NAME⟩"),
        ("You made {{ trips }} trips.", "unfilled", "{{ trips }}"),
        ("Your {{ car }} waits.", "unfilled", "{{ car }}"),
        ("We are sorry. " * 200, "too_long", ""),
    ],
)
def test_what_an_agent_must_check_is_marked(
    ben: TestClient, model_server: ModelServer, said: str, kind: str, place: str
) -> None:
    model_server.draft = said

    assert draft(ben, decide(ben))["findings"] == [{"kind": kind, "place": place}]


def test_what_the_customer_claims_grounds_nothing(
    ben: TestClient, model_server: ModelServer
) -> None:
    model_server.draft = "We return 99 to you."
    decision_id = decide(ben, "I was charged twice for my ride, give me 99 back")

    assert draft(ben, decision_id)["findings"] == [{"kind": "ungrounded", "place": "99"}]


def test_a_draft_that_was_cut_off_says_so(ben: TestClient, model_server: ModelServer) -> None:
    model_server.finish_reason = "length"

    assert draft(ben, decide(ben))["findings"] == [{"kind": "cut_off", "place": ""}]


def test_the_expert_line_gets_drafts_too(ben: TestClient) -> None:
    assert draft(ben, decide(ben, ACCIDENT))["text"] == "We are sorry."


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        (CHARGED_TWICE, {"person_has_spoken": False}, "answered automatically"),
        ("   ", {}, "the customer's message is empty"),
    ],
)
def test_nothing_is_drafted_where_nobody_needs_it(
    ben: TestClient, model_server: ModelServer, text: str, fields: dict[str, object], why: str
) -> None:
    status, code, message = error(ben, decide(ben, text, **fields))

    assert (status, code) == (409, "nothing_to_draft")
    assert why in message
    assert model_server.completions == []


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault(after_s=0.6), "it did not answer in time"),
        (Fault(status=500), r"its server refused (500)"),
        (refusal(429, "I was charged twice is a strange thing to say"), "refused (429)"),
        (Fault(body=b"{"), "its answer makes no sense"),
        (Fault(body=b'{"choices": []}'), "its answer makes no sense"),
        (Fault(body=b'{"choices": [{"message": {"content": " "}}]}'), "makes no sense"),
    ],
)
def test_a_failing_model_is_a_clear_problem_and_decisions_go_on(
    ben: TestClient, model_server: ModelServer, fault: Fault, why: str
) -> None:
    decision_id = decide(ben)
    model_server.fail(COMPLETE, fault)
    status, code, message = error(ben, decision_id)

    assert (status, code) == (502, "draft_failed")
    assert why in message
    assert "strange" not in message
    assert ben.post("/v1/answer", json={"text": CHARGED_TWICE}).status_code == 200
    assert draft(ben, decision_id)["text"] == "We are sorry."


def test_a_model_that_keeps_failing_is_left_alone(
    settings: ServingSettings, model_server: ModelServer
) -> None:
    model_server.fail(COMPLETE, *[Fault(status=500)] * 5)
    with TestClient(create_app(settings)) as ben:
        decision_id = decide(ben)
        for _ in range(5):
            error(ben, decision_id)
        status, code, message = error(ben, decision_id)

    assert (status, code) == (503, "drafts_paused")
    assert "try again in 30 s" in message
    assert model_server.asked.count(COMPLETE) == 5


def test_a_draft_leaves_no_trace_in_the_journal(ben: TestClient, settings: ServingSettings) -> None:
    decision_id = decide(ben)
    reader = JournalReader(settings.journal)
    before = (reader.count(), ben.get(f"/v1/decisions/{decision_id}").json())
    draft(ben, decision_id)

    assert (reader.count(), ben.get(f"/v1/decisions/{decision_id}").json()) == before
    reader.close()


def test_a_draft_can_be_no_decision_and_no_part_of_one() -> None:
    needed = {field.name for field in fields(Reply)}

    assert Draft not in get_args(Decision)
    assert get_type_hints(AutoReply)["reply"] is Reply
    assert not issubclass(Draft, Reply | AutoReply)
    assert not needed <= {field.name for field in fields(Draft)}


def test_drafts_are_counted_by_whether_they_are_marked(
    ben: TestClient, model_server: ModelServer
) -> None:
    decision_id = decide(ben)
    before = marked_drafts(ben)
    draft(ben, decision_id)
    model_server.draft = "You get 77 back."
    draft(ben, decision_id)

    assert marked_drafts(ben) == before + 1


def marked_drafts(ben: TestClient) -> float:
    lines = ben.get("/metrics").text.splitlines()
    name = 'firstline_drafts_total{result="marked"} '
    return next((float(line[len(name) :]) for line in lines if line.startswith(name)), 0)


def test_without_a_model_the_service_says_how_to_get_drafts(settings: ServingSettings) -> None:
    off = settings.model_copy(update={"drafts_url": "", "drafts_model": ""})
    with TestClient(create_app(off)) as ben:
        status, code, message = error(ben, decide(ben))

    assert (status, code) == (404, "drafts_off")
    assert "FIRSTLINE_DRAFTS_URL" in message


def test_a_decision_that_is_unknown_has_no_draft(ben: TestClient) -> None:
    assert error(ben, "d0")[:2] == (404, "decision_not_found")


@pytest.mark.parametrize(
    "url", ["http://llm.example/v1", "llm.example", "ftp://llm.example", "https://k:x@llm/v1"]
)
def test_nothing_goes_out_in_the_clear(settings: ServingSettings, url: str) -> None:
    with pytest.raises(InsecureAddress):
        create_app(settings.model_copy(update={"drafts_url": url}))


def test_one_may_trust_ones_network(settings: ServingSettings) -> None:
    trusting = {"drafts_url": "http://llm.internal/v1", "drafts_allow_http": True}
    with TestClient(create_app(settings.model_copy(update=trusting))) as client:
        assert client.get("/healthz").status_code == 200
