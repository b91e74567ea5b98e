"""From a customer's message over HTTP to an agent's answer, on the panel's database."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CARD_FACTS, CHARGED_TWICE
from tests.integration.hosting.conversing import Talk, authors, open_talk, outside_of

from firstline.domain.decisions import DecisionId
from firstline.hosting.conversations import deciding
from firstline.journal.reader import JournalReader
from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.chats.setup import switch_on_for_demo
from firstline.panel.conversations.agents import Said, say
from firstline.panel.conversations.models import Conversation, Message
from firstline.panel.keys.keys import make_api_key
from firstline.panel.services.models import HostedService
from firstline.work.outcomes import record_conversations
from firstline.work.settling import settle_left_behind

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/v1/conversations"


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.fixture
def ben(transactional_db: None) -> User:  # noqa: ARG001
    return User.objects.make("ben@example.com", name="Ben")


@pytest.fixture
def shop(ben: User, tiny_release_store: Path, tmp_path: Path) -> HostedService:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "releases").symlink_to(tiny_release_store)
    shop = HostedService.objects.create(slug="shop", title="Shop", path=str(folder))
    Membership.objects.create(service=shop, user=ben, role=Role.AGENT)
    return shop


@pytest.fixture
def outside(shop: HostedService) -> Iterator[TestClient]:
    """A browser of somebody outside, who may ask without a key."""
    with outside_of(shop, playground=True) as client:
        yield client


@pytest.fixture
def talk(outside: TestClient) -> Talk:
    return open_talk(outside, BASE)


def test_the_first_answer_is_automatic_and_all_after_it_is_a_persons(
    talk: Talk, shop: HostedService, ben: User
) -> None:
    first = talk.write(CHARGED_TWICE)
    assert authors(first) == ["customer", "assistant"]
    assert first["messages"][1]["text"] == "You paid 12.50 once."
    assert first["status"] == "open"

    second = talk.write("No, look again, it is there twice")
    assert authors(second) == ["customer", "notice"]
    assert second["status"] == "waiting"

    kept = Conversation.objects.get(pk=talk.id)
    newest = kept.messages.last()
    assert newest
    reply = Said(text="I have refunded it.", template_id="paid_once", seen=newest.number)
    say(kept.pk, reply, by=ben, now=timezone.now())
    answered = talk.read(after=second["newest"])
    assert authors(answered) == ["person"]
    assert answered["messages"][0]["name"] == "Ben"
    assert answered["status"] == "with_person"

    record_conversations(timezone.now())
    asked = [each for each in kept.messages.all() if each.author == "customer"]
    with closing(JournalReader(shop.folder.journal)) as journal:
        outcomes = [
            (outcome.kind, outcome.text)
            for message in asked
            for outcome in journal.outcomes(DecisionId(message.decision_id))
        ]
    assert outcomes == [("followed_up", ""), ("agent_reply", "I have refunded it.")]
    assert record_conversations(timezone.now()) == 0


def test_an_emergency_goes_to_the_experts(talk: Talk) -> None:
    talk.write(ACCIDENT)

    kept = Conversation.objects.get(pk=talk.id)
    assert (kept.line, kept.priority, kept.reason) == ("expert", 0, "expert_line")


def test_r16_a_person_is_one_request_away(talk: Talk) -> None:
    talk.write(CHARGED_TWICE)

    asked = talk.post("person", {})

    assert authors(asked) == ["customer", "assistant", "notice"]
    assert talk.post("person", {}) == asked


def test_r16_a_person_is_asked_for_in_words(talk: Talk) -> None:
    assert authors(talk.write("I want to talk to a human")) == ["customer", "notice"]
    assert Conversation.objects.get(pk=talk.id).reason == "customer_asked"


def test_private_notes_are_never_shown_to_the_customer(talk: Talk) -> None:
    talk.write("I want to talk to a human")

    assert Message.objects.filter(author="note").count() == 1
    assert "note" not in authors(talk.read())


def test_what_no_database_can_keep_is_left_out(talk: Talk, outside: TestClient) -> None:
    facts = CARD_FACTS | {"payment_type": "ca\x00rd"}
    other = open_talk(outside, BASE, customer_id="c\x001", facts=facts)
    kept = Conversation.objects.get(pk=other.id)
    assert (kept.customer_id, kept.facts["payment_type"]) == ("c1", "card")
    assert talk.write("\x00 Hello\x00! ")["messages"][0]["text"] == "Hello!"
    for nothing in ("", "\x00", "  "):
        body = {"text": nothing}
        refused = talk.client.post(talk.path("messages"), json=body, headers=talk.headers)
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, "text")


def test_sending_again_is_safe(talk: Talk) -> None:
    first = talk.write(CHARGED_TWICE, key="k")

    assert talk.write(CHARGED_TWICE, key="k") == first
    refused = talk.client.post(
        talk.path("messages"),
        json={"text": "Something else"},
        headers=talk.headers | {"Idempotency-Key": "k"},
    )
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "key_reused")


def test_opening_again_is_safe(outside: TestClient, shop: HostedService) -> None:
    def opens(customer: str) -> str:
        body = {"customer_id": customer}
        answer = outside.post(BASE, json=body, headers={"Idempotency-Key": "k"})
        return str(answer.json().get("conversation", {}).get("id", answer.status_code))

    assert opens("carla") == opens("carla")
    assert opens("dan") == "409"
    assert shop.conversations.count() == 1


def test_a_conversation_is_nobody_elses(talk: Talk, outside: TestClient) -> None:
    talk.write(CHARGED_TWICE)
    other = open_talk(outside, BASE)
    paths = ["messages", "person", "rating"]
    for token in (other.token, talk.token[:-1] + "x", "", talk.id):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answers = [outside.get(talk.path("messages"), headers=headers)]
        answers += [outside.post(talk.path(p), json={}, headers=headers) for p in paths]
        assert {answer.status_code for answer in answers} == {401}
        assert CHARGED_TWICE not in "".join(answer.text for answer in answers)
    assert talk.read()["status"] == "open"


def test_a_token_of_one_service_opens_nothing_at_another(
    talk: Talk, shop: HostedService, outside: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "twin").symlink_to(shop.folder.path)
    HostedService.objects.create(slug="twin", title="Twin", path=str(tmp_path / "twin"))

    there = outside.get(f"/services/twin{talk.path('messages')}", headers=talk.headers)

    assert there.status_code == 401


def test_opening_needs_a_key_of_the_service(
    outside: TestClient, shop: HostedService, ben: User
) -> None:
    _, secret = make_api_key(shop, "help desk", by=ben)
    base = "/services/shop/v1/conversations"

    assert outside.post(base, json={}).status_code == 401
    talk = open_talk(outside, base, secret)
    assert authors(talk.write(CHARGED_TWICE)) == ["customer", "assistant"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"facts": {"payment_typ": "card"}}, "facts.payment_typ"),
        ({"language": "English"}, "language"),
        ({"facts_at": "2026-03-02T09:00:00"}, "facts_at"),
        ({"costumer_id": "c"}, "costumer_id"),
    ],
)
def test_what_cannot_be_used_is_named(
    outside: TestClient, body: dict[str, object], field: str
) -> None:
    refused = outside.post(BASE, json=body)

    assert refused.status_code == 422
    assert refused.json()["error"]["field"] == field


def test_a_rating_reaches_the_journal_by_the_decision(talk: Talk, shop: HostedService) -> None:
    talk.write(CHARGED_TWICE)
    assert talk.post("rating", {"rating": 5})["rating"] == 5
    talk.post("rating", {"rating": 5})
    record_conversations(timezone.now())

    sent = Message.objects.get(author="assistant")
    with closing(JournalReader(shop.folder.journal)) as journal:
        (outcome,) = journal.outcomes(DecisionId(sent.decision_id))
    assert (outcome.kind, outcome.rating) == ("rating", 5)


def test_what_a_killed_process_had_decided_is_sent_once(talk: Talk, shop: HostedService) -> None:
    """Between the decision and the reply the process dies; the worker sends the same one."""
    with (
        mock.patch.object(deciding, "settle", side_effect=Killed),
        pytest.raises(Killed),
    ):
        talk.write(CHARGED_TWICE)
    assert authors(talk.read()) == ["customer"]

    later = timezone.now() + timedelta(seconds=30)
    assert [settle_left_behind(later) for _ in range(2)] == [1, 0]

    assert authors(talk.read()) == ["customer", "assistant"]
    with closing(JournalReader(shop.folder.journal)) as journal:
        assert journal.count() == 1


def test_what_died_before_it_was_decided_is_decided_then(talk: Talk, shop: HostedService) -> None:
    Conversation.objects.get(pk=talk.id).messages.create(
        number=1, author="customer", text=CHARGED_TWICE, at=timezone.now()
    )

    settle_left_behind(timezone.now() + timedelta(seconds=30))

    assert authors(talk.read()) == ["customer", "assistant"]
    with closing(JournalReader(shop.folder.journal)) as journal:
        assert journal.count() == 1


def test_what_can_never_be_decided_goes_to_a_person(talk: Talk, shop: HostedService) -> None:
    facts = {"of_an_older_release": 1}
    Conversation.objects.filter(pk=talk.id).update(facts=facts)

    assert authors(talk.write(CHARGED_TWICE)) == ["customer", "notice"]
    assert shop.conversations.get().reason == "not_decided"


def test_the_inbox_is_found_beside_the_chat(outside: TestClient) -> None:
    found = outside.get("/inbox", follow_redirects=False)

    assert found.headers["Location"] == "/panel/s/shop/inbox/"


def identity_on(page: str) -> str:
    found = re.search(r'data-identity="([^"]+)"', page)
    assert found
    return found[1]


def test_the_pretend_shop_lets_an_example_customer_write_today(
    outside: TestClient, shop: HostedService
) -> None:
    switch_on_for_demo(shop)
    page = outside.get("/chat?customer=carla")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "Carla" in page.text
    for name in ("shop.js", "shop.css"):
        assert outside.get(f"/chat/static/{name}").status_code == 200
    assert outside.get("/chat/static/nothing.js").status_code == 404

    known = {"Authorization": f"Bearer {identity_on(page.text)}"}
    opened = outside.post(BASE, json={}, headers=known).json()

    kept = Conversation.objects.get(pk=opened["conversation"]["id"])
    assert (kept.customer_id, kept.customer_name, kept.language) == ("carla", "Carla", "en")
    assert kept.facts | {"pickup_at": ""} == CARD_FACTS | {"pickup_at": ""}
    assert kept.facts["pickup_at"][:4] == str((timezone.now() - timedelta(minutes=90)).year)
    assert "data-identity" not in outside.get("/chat?customer=").text


def test_the_pretend_shop_says_that_the_chat_is_off(outside: TestClient) -> None:
    page = outside.get("/chat").text

    assert "is off" in page
    assert "widget.js" not in page


def test_there_is_no_chat_without_the_playground(shop: HostedService) -> None:
    with outside_of(shop) as client:
        assert client.get("/chat").status_code == 404
        assert client.get("/openapi.json").json()["paths"].keys() >= {
            BASE,
            f"{BASE}/mine",
            f"{BASE}/{{conversation_id}}/events",
            f"{BASE}/{{conversation_id}}/messages",
            f"{BASE}/{{conversation_id}}/person",
            f"{BASE}/{{conversation_id}}/rating",
        }
