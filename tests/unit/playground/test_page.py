"""The page as a browser without JavaScript gets it: forms out, whole pages in."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.builders import ACCIDENT, CHARGED_TWICE, MONDAY

from firstline.journal.entries import OutcomeKind
from firstline.journal.reader import JournalReader
from firstline.learning.training import Trained, write
from firstline.release.records import GoldenSet
from firstline.release.store import ReleaseStore
from firstline.serving.app import create_app
from firstline.serving.settings import ServingSettings


class Form(HTMLParser):
    """What a browser would send: the fields of a page, filled as they are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.fields[given["name"]] = given["value"]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]


def post(client: TestClient, page: str, **changes: str) -> str:
    fields = {**Form(page).fields, **changes}
    response = client.post("/playground/answer", data=fields)
    assert response.status_code == 200, response.text
    return response.text


def opened(client: TestClient) -> str:
    return client.get("/").text


def asked(client: TestClient, message: str = CHARGED_TWICE, **facts: str) -> str:
    changes = {f"fact.{name}": value for name, value in facts.items()}
    return post(client, opened(client), message=message, **changes)


def test_the_first_page_names_the_service_and_how_good_it_is(client: TestClient) -> None:
    page = opened(client)

    assert "<title>Firstline playground — tiny</title>" in page
    assert "answered by itself" in page
    assert "of those right, at least" in page
    assert "The reasons will stand here." in page


def test_an_automatic_reply_says_so_and_offers_a_person(client: TestClient) -> None:
    page = asked(client)

    assert "Automatic reply" in page
    assert '<p class="words" lang="en">You paid 12.50 once.</p>' in page
    assert "Talk to a person" in page
    assert "Answered automatically" in page


def test_the_why_shows_clauses_promise_and_release(client: TestClient) -> None:
    page = asked(client)

    assert "payment_type is &#34;card&#34;" in page
    assert "payment type: card" in page
    assert "With 80\u00a0% confidence, at least 75\u00a0% of the replies" in page
    assert re.search(r"<code>[0-9a-f]{64}</code>", page)
    assert re.search(r"[0-9.]+ ms", page)


def test_asking_for_a_person_ends_automatic_replies_for_good(client: TestClient) -> None:
    handed_over = post(client, asked(client), action="person")
    once_more = post(client, handed_over, message=CHARGED_TWICE)

    assert "The customer asked for a person." in handed_over
    assert "A person takes over from here." in handed_over
    assert "You paid 12.50 once." in handed_over  # the conversation is kept
    assert 'id="person"' not in handed_over
    assert "A person has taken over this conversation" in once_more
    assert "An agent gets this suggestion" in once_more
    assert "Answered automatically" not in once_more


def test_asking_for_a_person_is_kept_as_what_became_of_the_automatic_reply(
    client: TestClient, tmp_path: Path
) -> None:
    post(client, asked(client), action="person")

    reader = JournalReader(tmp_path / "journal.sqlite3")
    answered = next(entry for entry in reader.entries() if entry.decision.kind == "auto_reply")
    (outcome,) = reader.outcomes(answered.decision_id)
    assert outcome.kind is OutcomeKind.ESCALATED
    reader.close()


def test_an_edited_fact_changes_the_reply(client: TestClient) -> None:
    again = post(client, asked(client), action="again", **{"fact.payment_type": "cash"})

    assert "You paid in cash." in again
    assert "You paid 12.50 once." not in again


def test_a_bad_fact_is_explained_and_nothing_is_lost(client: TestClient) -> None:
    page = asked(client, order_cost="12,50", driver_name="Dana")

    assert "“12,50” is not a number such as 12.50" in page
    assert Form(page).fields["fact.order_cost"] == "12,50"
    assert Form(page).fields["fact.driver_name"] == "Dana"
    assert CHARGED_TWICE in page
    assert "Nothing was sent yet" in page
    assert 'id="verdict"' not in page


def test_an_empty_message_is_not_sent(client: TestClient) -> None:
    assert "Write a message first" in asked(client, " ")


def test_an_urgent_message_goes_to_the_expert_line(client: TestClient) -> None:
    page = asked(client, ACCIDENT)

    assert "Straight to the expert line" in page
    assert "A specialist is taking care of this" in page


def test_a_sample_begins_a_new_conversation(client: TestClient) -> None:
    page = post(client, asked(client), sample=ACCIDENT, message="half a sentence")

    assert "Straight to the expert line" in page
    assert "You paid 12.50 once." not in page
    assert "half a sentence</textarea>" in page


def test_starting_over_keeps_the_facts(client: TestClient) -> None:
    page = post(client, asked(client, driver_name="Dana"), action="restart")

    assert "Say something as Carla." in page
    assert Form(page).fields["fact.driver_name"] == "Dana"


def test_what_a_customer_writes_is_never_markup(client: TestClient) -> None:
    page = asked(client, "<script>alert(1)</script> I was charged twice", driver_name='"><b>')

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '"><b>' not in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"message": "a\0b", "action": "fly", "conversation": "{"},
        {"message": "\ud800".encode("utf-8", "surrogatepass"), "customer": "nobody"},
        {"message": "9" * 100_000, "fact.order_cost": "9" * 10_000},
        {"message": "hi", "fact.no_such_fact": "1", "received_at": "9999999-01-01"},
        {"message": "hi", "received_at": "0001-01-01T00:00"},
        {"message": "hi", "fact.pickup_at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_no_form_however_odd_costs_an_error_page(
    client: TestClient, fields: dict[str, str | bytes]
) -> None:
    response = client.post("/playground/answer", data=fields)

    assert response.status_code == 200
    assert "Firstline playground" in response.text


def test_nothing_is_written_as_code_and_nothing_comes_from_elsewhere(client: TestClient) -> None:
    response = client.get("/")

    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not re.search(r"<style| style=| on[a-z]+=|https?://|<script>", response.text)


def test_own_files_are_cached_under_names_that_change_with_them(client: TestClient) -> None:
    addresses = re.findall(r'"(/static/[^"]+)"', opened(client))

    assert len(addresses) == 4
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
    assert client.get("/static/routes.py").status_code == 404


def test_reloading_an_answer_leads_back_to_the_page(client: TestClient) -> None:
    assert client.get("/playground/answer").url.path == "/"


def test_the_head_tells_how_sure_its_numbers_are(client: TestClient) -> None:
    page = opened(client)

    assert re.search(r"With 80\u00a0% confidence at least [0-9.]+\u00a0% are right\.", page)
    assert "kept aside: nothing was learned from them." in page


def test_a_service_without_examples_can_be_tried_all_the_same(
    tiny_training: Trained, tmp_path: Path
) -> None:
    bare = replace(tiny_training.release, examples=(), scorecard=None, golden=GoldenSet())
    root = tmp_path / "releases"
    digest = write(replace(tiny_training, release=bare), root)
    ReleaseStore(root).publish(digest, at=MONDAY)
    settings = ServingSettings(
        store=root, journal=tmp_path / "journal.sqlite3", allow_anonymous=True, playground=True
    )

    with TestClient(create_app(settings)) as client:
        page = asked(client, payment_type="card", order_cost="7.10")

    assert "A customer of whom nothing is known yet; fill in the facts." in page
    assert "You paid 7.10 once." in page
    assert "answered by itself" not in page
