"""Olga makes a service of the example, and it answers in shadow."""

import json
import re
import socket
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from tests.browser.people import People
from tests.workplaces import Workplace

from firstline.panel.accounts.roles import Role

pytestmark = pytest.mark.browser
SOON = "2026-12-24T09:00:00+00:00"
TRAINING_MS = 400_000  # half a minute of a free core; less of a busy one


def make_service(page: Page, name: str) -> None:
    page.goto("/panel/")
    page.get_by_role("link", name="New service").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the service").click()


def test_the_example_answers_in_shadow(workplace: Workplace, people: People) -> None:
    olga = people.sign_in(Role.OWNER)
    make_service(olga, "Corner bakery")

    expect(olga.get_by_text("Step 3 of 6")).to_be_visible()
    expect(olga.get_by_label("text", exact=True)).to_have_value("message")
    olga.get_by_role("button", name="Check the history").click()

    expect(olga.get_by_text("1,800 of 1,800 rows")).to_be_visible()
    olga.goto("/panel/")  # she leaves, and comes back
    expect(olga.get_by_text("being onboarded")).to_be_visible()
    olga.get_by_role("link", name="Corner bakery").click()
    expect(olga.get_by_text("Step 5 of 6")).to_be_visible()
    olga.get_by_role("button", name="Train").click()

    expect(olga.get_by_role("progressbar")).to_be_visible()
    expect(olga.get_by_text("answered by itself")).to_be_visible(timeout=TRAINING_MS)
    expect(olga.get_by_role("row", name=re.compile("Where is my order"))).to_be_visible()
    olga.get_by_role("link", name="Go on to publishing").click()
    olga.get_by_role("button", name="Publish in shadow").click()
    expect(olga.get_by_role("heading", name="It answers")).to_be_visible()

    olga.get_by_role("link", name="Make a key").click()
    olga.get_by_label("What is it for?").fill("help desk")
    olga.get_by_role("button", name="Make one").click()
    key = olga.locator("#secret").inner_text()
    answer = ask(workplace, "corner-bakery", key)
    assert (answer["kind"], answer["reason"]) == ("escalation", "topic_in_shadow")

    olga.get_by_role("link", name="Templates", exact=True).click()
    expect(olga.get_by_role("link", name="order_in_the_oven")).to_be_visible()


def ask(workplace: Workplace, slug: str, key: str) -> dict[str, str]:
    facts = {"order_status": "baking", "fulfilment": "delivery", "promised_for": SOON}
    body = json.dumps({"text": "Hello, where is my order?", "facts": facts}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    url = f"{workplace.address}/services/{slug}/v1/answer"
    with urlopen(Request(url, body, headers), timeout=90) as found:  # noqa: S310 - our own
        answer: dict[str, str] = json.loads(found.read())
        return answer


def test_an_onboarding_is_given_up(people: People) -> None:
    olga = people.sign_in(Role.OWNER)
    make_service(olga, "Short lived")
    olga.get_by_role("link", name="Give up").click()
    expect(olga.get_by_text("This cannot be undone.")).to_be_visible()
    olga.get_by_role("button", name="Delete all of it").click()

    expect(olga.get_by_role("link", name="Shop")).to_be_visible()
    expect(olga.get_by_role("link", name="Short lived")).to_have_count(0)


def test_an_upload_that_is_cut_off_leaves_nothing(workplace: Workplace, people: People) -> None:
    olga = people.sign_in(Role.OWNER)
    olga.goto(workplace.page("history/"))
    token = olga.locator("main input[name=csrfmiddlewaretoken]").input_value()
    cookies = olga.context.cookies()

    host, _, port = workplace.address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(half_a_form(workplace, token, {c["name"]: c["value"] for c in cookies}))

    olga.reload()
    expect(olga.get_by_text("No history was uploaded here yet.")).to_be_visible()
    uploads = workplace.folder / "uploads"
    assert not uploads.exists() or not any(uploads.rglob("*"))


def half_a_form(workplace: Workplace, token: str, cookies: dict[str, str]) -> bytes:
    form = (
        f'--cut\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        '--cut\r\nContent-Disposition: form-data; name="history"; filename="history.csv"\r\n'
        "Content-Type: text/csv\r\n\r\ntext,topic\r\n" + "I was charged twice,charged_twice\r\n" * 9
    )
    head = (
        f"POST /panel/s/{workplace.slug}/history/ HTTP/1.1\r\n"
        f"Host: {workplace.address.removeprefix('http://')}\r\n"
        f"Origin: {workplace.address}\r\n"
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}\r\n"
        "Content-Type: multipart/form-data; boundary=cut\r\n"
        f"Content-Length: {2 * len(form)}\r\n\r\n"
    )
    return (head + form).encode()
