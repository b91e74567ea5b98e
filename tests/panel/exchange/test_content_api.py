"""The content of a service for programs: read it, and put edits into the draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.panel.exchange.conftest import Program

from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry
from firstline.panel.content.drafts import open_draft
from firstline.panel.content.models import DraftItem, Kind, Revision
from firstline.panel.keys.keys import make_access_token
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

ProgramOf = Callable[[Role], Program]
LATE = "We are sorry that the car was late."
NEWER = "We are very sorry that the car was late."


def test_a_program_reads_the_content_and_what_is_live(
    shop: HostedService, program_of: ProgramOf
) -> None:
    content = program_of(Role.ANALYST).get().json()

    live = live_release(shop)
    assert live
    assert content["release"] == live.digest
    assert not content["is_draft"]
    assert set(content["files"]) == {
        *("workspace.yaml", "topics.yaml", "templates.yaml", "examples.yaml")
    }


def test_edited_files_become_edits_of_the_draft_and_nothing_more(
    shop: HostedService, program_of: ProgramOf, cast: dict[Role, User]
) -> None:
    live = shop.folder.store.live()
    program = program_of(Role.SPECIALIST)

    sent = program.put_changed("templates.yaml", LATE, NEWER)

    assert sent.json().get("changed") == ["template sorry_late"], sent.content
    item = DraftItem.objects.get()
    assert (item.kind, item.key, item.edited_by) == (
        *(Kind.TEMPLATE, "sorry_late"),
        cast[Role.SPECIALIST],
    )
    assert item.body["texts"]["en"] == NEWER
    assert shop.folder.store.live() == live
    assert NEWER in AuditEntry.objects.get(action="edited").after
    assert program.get().json()["mark"] == sent.json()["mark"]
    assert program.get().json()["is_draft"]


def test_topics_settings_and_removals_are_edits_too(
    shop: HostedService, program_of: ProgramOf
) -> None:
    program = program_of(Role.SPECIALIST)
    program.put_changed("topics.yaml", "name: driver late", "name: Late driver")
    program.put_changed("workspace.yaml", "target_precision: 0.75", "target_precision: 0.8")
    content = program.get().json()
    templates = content["files"]["templates.yaml"]
    without = templates[: templates.index("  - id: enter_code")]
    program.put({"files": content["files"] | {"templates.yaml": without}, "mark": content["mark"]})

    bodies = {(item.kind, item.key): item.body for item in DraftItem.objects.all()}
    assert bodies[Kind.TOPIC, "driver_late"]["name"] == "Late driver"
    assert bodies[Kind.SETTINGS, "policy"]["target_precision"] == 0.8
    assert bodies[Kind.TEMPLATE, "enter_code"] is None
    assert shop.drafts.count() == 1


def test_files_as_they_are_change_nothing(shop: HostedService, program_of: ProgramOf) -> None:
    program = program_of(Role.SPECIALIST)
    content = program.get().json()

    sent = program.put({"files": content["files"], "mark": content["mark"]})

    assert sent.json() == {"changed": [], "mark": content["mark"]}
    assert open_draft(shop) is None


@pytest.mark.usefixtures("shop")
def test_files_made_of_older_content_are_refused(program_of: ProgramOf) -> None:
    first, second = program_of(Role.SPECIALIST), program_of(Role.PUBLISHER)
    content = second.get().json()
    assert first.put_changed("templates.yaml", LATE, NEWER).status_code == 200

    sent = second.put({"files": content["files"], "mark": content["mark"]})

    assert sent.status_code == 409
    assert "pull again" in sent.json()["error"]["message"]
    assert DraftItem.objects.get().body["texts"]["en"] == NEWER  # nothing is lost


@pytest.mark.usefixtures("shop")
def test_files_with_problems_change_nothing(program_of: ProgramOf) -> None:
    program = program_of(Role.SPECIALIST)

    sent = program.put_changed("templates.yaml", "rule: always", "rule: sometimes")

    assert sent.status_code == 422
    problems = sent.json()["error"]["problems"]
    assert problems[0]["file"] == "templates.yaml"
    assert problems[0]["line"] > 1
    assert not Revision.objects.exists()


@pytest.mark.usefixtures("shop")
def test_customers_to_try_it_with_are_no_part_of_a_draft(program_of: ProgramOf) -> None:
    sent = program_of(Role.SPECIALIST).put_changed("examples.yaml", "Carla", "Clara")

    assert sent.status_code == 422
    assert sent.json()["error"]["problems"][0]["file"] == "examples.yaml"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"files": {}, "mark": 1}',
        b'{"files": {"topics.yaml": 1}, "mark": ""}',
        b'{"files": {"../../etc/passwd": "x"}, "mark": ""}',
        b'{"files": {"topics.yaml": "\\ud800"}, "mark": ""}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_content_is_refused_in_words(program_of: ProgramOf, body: bytes) -> None:
    sent = program_of(Role.SPECIALIST).put(body.decode())

    assert sent.status_code == 422
    assert sent.json()["error"]["message"]


@pytest.mark.usefixtures("shop")
def test_too_much_is_refused(program_of: ProgramOf) -> None:
    sent = program_of(Role.SPECIALIST).put({"files": {"topics.yaml": "#" * 5_000_001}, "mark": ""})

    assert sent.status_code == 413


@pytest.mark.parametrize("role", [Role.ANALYST, Role.AGENT, Role.AUDITOR])
def test_who_may_not_propose_only_reads(
    shop: HostedService, program_of: ProgramOf, role: Role
) -> None:
    program = program_of(role)

    assert program.put_changed("templates.yaml", LATE, NEWER).status_code == 403
    assert open_draft(shop) is None


@pytest.mark.usefixtures("shop")
def test_a_token_opens_no_service_of_others(stranger: User) -> None:
    _token, secret = make_access_token(stranger, "laptop")

    assert Program(secret).get().status_code == 404
    assert Program(secret, "nowhere").get().json() == Program(secret).get().json()


@pytest.mark.usefixtures("shop")
def test_without_a_token_nothing_is_told(as_: Callable[[Role], Client]) -> None:
    assert Program("").get().status_code == 401
    assert Program("flt_wrong").get().status_code == 401
    assert Program("flt_ \udcff").get().status_code == 401
    # A session is none: no form of another site may use it.
    assert as_(Role.OWNER).get("/api/shop/content").status_code == 401


@pytest.mark.usefixtures("shop")
def test_a_person_who_leaves_the_service_leaves_its_content(
    program_of: ProgramOf, cast: dict[Role, User]
) -> None:
    program = program_of(Role.SPECIALIST)
    assert program.get().status_code == 200

    cast[Role.SPECIALIST].memberships.all().delete()

    assert program.get().status_code == 404
