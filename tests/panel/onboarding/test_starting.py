"""A new service: a name and content, all of it or nothing."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.integration.learning.conftest import SERVICE
from tests.panel.conftest import PanelClient
from tests.panel.onboarding.conftest import DoWork, form, uploads

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.audit.chain import broken_entries
from firstline.panel.audit.models import AuditEntry
from firstline.panel.jobs.models import State
from firstline.panel.onboarding.models import HistoryFile, Onboarding, Step
from firstline.panel.services.models import HostedService


def nothing_is_there(folder: Path) -> bool:
    rows = HostedService.objects.exists() or Membership.objects.exists()
    return not (rows or Onboarding.objects.exists() or (folder.exists() and any(folder.iterdir())))


def test_who_may_make_services_finds_a_button(mira: Client) -> None:
    page = mira.get(reverse("home")).content.decode()

    assert reverse("start") in page


def test_who_may_not_make_services_gets_no_button_and_no_page(db: None) -> None:  # noqa: ARG001
    client = PanelClient()
    user = User.objects.make("dan@example.com")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert reverse("start") not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("start")).status_code == 403
    assert client.post(reverse("start"), form()).status_code == 403


def test_the_maker_of_a_service_owns_it(mira: Client, maker: User) -> None:
    sent = mira.post(reverse("start"), form("My Shop"))

    service = HostedService.objects.get()
    assert (service.slug, service.title) == ("my-shop", "My Shop")
    assert Membership.objects.get(user=maker).role == Role.OWNER
    assert AuditEntry.objects.get(action="service_made").service == service
    assert mira.get(sent["Location"])["Location"] == reverse("history", args=("my-shop",))


def test_the_example_comes_with_a_history(
    mira: Client, services_folder: Path, do_work: DoWork
) -> None:
    mira.post(reverse("start"), {"title": "Corner bakery", "content": "example"})
    do_work()

    history = HistoryFile.objects.get()
    assert history.path.is_relative_to(services_folder / "corner-bakery")
    assert len(history.path.read_text().splitlines()) > 1_500
    assert history.looked
    assert history.looked.state == State.DONE, history.looked.error
    assert Onboarding.objects.get().step is Step.COLUMNS


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("topics.yaml", "topics:\n  - {id: lost_item\n", "topics.yaml:"),
        ("topics.yaml", "topics: [{id: a, nme: A}]", "did you mean `name`"),
        ("templates.yaml", "templates: [{id: a, topics: [nowhere], rule: always, texts: {en: A}}]",
         "there is no topic `nowhere`"),
        ("workspace.yaml", "name: tiny\xff".encode("latin-1"), "save the file as UTF-8"),
        ("workspace.yaml", "name: tiny".encode("utf-16"), "save the file as UTF-8"),
        ("topics.yaml", b"", "the file is empty"),
        ("topics.yaml", b"PK\x03\x04\x14\x00\x00\x00", "is this a text file?"),
        ("topics.yaml", "a: &a [1]\nb: *a\n", "aliases are not supported"),
        ("examples.yaml", "received_at: soon\ncustomers: []\n", "must be a time"),
        ("notes.txt", "hello", "this is none of the files of a service"),
    ],
)  # fmt: skip
def test_each_problem_of_the_files_is_shown_and_nothing_is_made(
    mira: Client, services_folder: Path, name: str, content: str | bytes, words: str
) -> None:
    files: dict[str, str | bytes] = {**SERVICE, name: content}

    sent = mira.post(reverse("start"), form(files=files))

    assert sent.status_code == 422
    shown = re.sub("</?code>", "`", unescape(sent.content.decode()))
    assert words in shown
    assert "Tiny" in sent.content.decode()  # the name need not be typed again
    assert nothing_is_there(services_folder)


def test_a_problem_names_its_file_and_line(mira: Client) -> None:
    topics = "topics:\n  - {id: a, name: A}\n  - {id: a, name: B}\n"

    sent = mira.post(reverse("start"), form(files={**SERVICE, "topics.yaml": topics}))

    assert "<code>topics.yaml:3</code>" in sent.content.decode()


def test_a_missing_file_is_named(mira: Client, services_folder: Path) -> None:
    some: dict[str, str | bytes] = {"workspace.yaml": SERVICE["workspace.yaml"]}

    sent = mira.post(reverse("start"), form(files=some))

    assert sent.status_code == 422
    assert "topics.yaml" in sent.content.decode()
    assert "choose it too" in sent.content.decode()
    assert nothing_is_there(services_folder)


def test_files_that_were_chosen_beside_the_example_are_not_silently_left_out(
    mira: Client, services_folder: Path
) -> None:
    sent = mira.post(reverse("start"), {**form(), "content": "example"})

    page = sent.content.decode()
    assert sent.status_code == 422
    assert "You chose files, but “the example” was selected" in page
    assert 'value="files" id="own-files" checked' in page
    assert nothing_is_there(services_folder)


def test_a_file_that_is_there_twice_is_refused(mira: Client) -> None:
    files = [*uploads(dict(SERVICE)), *uploads({"topics.yml": SERVICE["topics.yaml"]})]

    sent = mira.post(reverse("start"), {"title": "Tiny", "content": "files", "files": files})

    assert sent.status_code == 422
    assert "there twice" in sent.content.decode()


def test_a_huge_file_is_refused(mira: Client, services_folder: Path) -> None:
    huge = b"# " + b"x" * 5_000_001

    sent = mira.post(reverse("start"), form(files={**SERVICE, "topics.yaml": huge}))

    assert sent.status_code == 422
    assert "larger than 5 MB" in sent.content.decode()
    assert nothing_is_there(services_folder)


@pytest.mark.parametrize("title", ["Tiny", "tiny", " TINY! "])
def test_an_address_is_given_once(mira: Client, tiny: HostedService, title: str) -> None:
    sent = mira.post(reverse("start"), form(title))

    assert sent.status_code == 422
    assert "choose another name" in sent.content.decode()
    assert HostedService.objects.get() == tiny


@pytest.mark.parametrize("title", ["", "  ", "配達", "!!!"])
def test_a_name_must_give_an_address(mira: Client, services_folder: Path, title: str) -> None:
    sent = mira.post(reverse("start"), form(title))

    assert sent.status_code == 422
    assert nothing_is_there(services_folder)


def test_a_folder_that_cannot_be_made_leaves_no_service(
    mira: Client, services_folder: Path
) -> None:
    services_folder.write_text("a file is in the way")

    sent = mira.post(reverse("start"), form())

    assert sent.status_code == 422
    assert "no folder could be made" in sent.content.decode()
    assert not HostedService.objects.exists()


def test_files_can_be_replaced_until_it_answers(mira: Client, onboarding: Onboarding) -> None:
    topics = SERVICE["topics.yaml"].replace("Charged twice", "Paid twice")
    address = reverse("onboarding-content", args=(onboarding.service.slug,))

    broken = mira.post(address, {"files": uploads({**SERVICE, "topics.yaml": "topics: ["})})
    good = mira.post(address, {"files": uploads({**SERVICE, "topics.yaml": topics})})

    assert (broken.status_code, good.status_code) == (422, 302)
    onboarding.refresh_from_db()
    assert "Paid twice" in onboarding.files["topics.yaml"]
    assert "Paid twice" in AuditEntry.objects.get(action="imported").after


def test_giving_up_frees_the_name_and_keeps_the_log(
    mira: Client, tiny: HostedService, services_folder: Path
) -> None:
    address = reverse("onboarding-give-up", args=("tiny",))
    assert "cannot be undone" in mira.get(address).content.decode()

    mira.post(address)

    assert list(services_folder.iterdir()) == []
    assert mira.get(reverse("onboarding", args=("tiny",))).status_code == 404
    assert mira.post(reverse("start"), form()).status_code == 302
    tiny.refresh_from_db()
    assert tiny.closed_at
    assert AuditEntry.objects.get(action="service_closed").service == tiny
    assert not list(broken_entries())


def test_a_service_that_answers_cannot_be_given_up(
    as_owner: Client, shop_being_onboarded: Onboarding
) -> None:
    slug = shop_being_onboarded.service.slug

    sent = as_owner.post(reverse("onboarding-give-up", args=(slug,)))

    assert sent.status_code == 422
    assert shop_being_onboarded.service.folder.path.exists()


@pytest.fixture
def as_owner(as_: object) -> Client:
    return as_(Role.OWNER)  # type: ignore[operator,no-any-return]  # a fixture that is a function


@pytest.fixture
def shop_being_onboarded(shop: HostedService, cast: dict[Role, User]) -> Onboarding:
    """Live, although its onboarding does not know."""
    return Onboarding.objects.create(service=shop, by=cast[Role.OWNER])
