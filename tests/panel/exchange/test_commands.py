"""`firstline pull`, `diff` and `apply` against a panel that really listens."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from typer.testing import CliRunner, Result

from firstline.cli.app import command_line
from firstline.panel.accounts.models import User
from firstline.panel.accounts.roles import Role
from firstline.panel.content.models import DraftItem
from firstline.panel.keys.keys import make_access_token
from firstline.panel.services.models import HostedService
from firstline.workspace import load_service

pytestmark = pytest.mark.django_db(transaction=True)
LATE, NEWER = "We are sorry that the car was late.", "We are very sorry that the car was late."
Run = Callable[..., Result]


@pytest.fixture
def run(
    live_server: LiveServer,
    shop: HostedService,  # noqa: ARG001
    cast: dict[Role, User],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Run a command as the specialist does on her laptop."""
    monkeypatch.setenv("FIRSTLINE_PANEL_TOKEN", make_access_token(cast[Role.SPECIALIST], "git")[1])
    monkeypatch.setenv("COLUMNS", "200")
    where = ("--panel", live_server.url, "--service", "shop")

    def command(name: str, folder: str = "laptop", *options: str, first: bool = False) -> Result:
        words = [name, str(tmp_path / folder), *(where if first else ()), *options]
        return CliRunner().invoke(command_line(["pull", "diff", "apply"]), words)

    return command


@pytest.fixture
def files(run: Run, tmp_path: Path) -> Path:
    """The folder of a first pull."""
    assert run("pull", first=True).exit_code == 0
    return tmp_path / "laptop"


def edit(files: Path, before: str = LATE, after: str = NEWER) -> None:
    path = files / "templates.yaml"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_a_pull_writes_files_that_are_the_service(files: Path, run: Run) -> None:
    assert len(load_service(files).topics.leaves) == 6
    assert run("diff").stdout.strip() == "no difference"
    assert "written" not in run("pull").stdout


def test_an_edit_is_shown_then_applied_to_the_draft(
    files: Path, run: Run, shop: HostedService
) -> None:
    live = shop.folder.store.live()
    edit(files)

    shown, applied, again = run("diff").stdout, run("apply").stdout, run("apply").stdout

    assert f"-        {LATE}" in shown or f"-      en: {LATE}" in shown
    assert NEWER in shown
    assert "edited template sorry_late" in applied
    assert "publish in the panel" in applied
    assert "nothing differs" in again
    assert DraftItem.objects.get().body["texts"]["en"] == NEWER
    assert shop.folder.store.live() == live


def test_comments_survive_a_pull(files: Path, run: Run) -> None:
    path = files / "topics.yaml"
    path.write_text(f"# What customers write about.\n{path.read_text()}")

    assert run("pull").exit_code == 0

    assert path.read_text().startswith("# What")


def test_a_pull_never_overwrites_an_edit_unasked(files: Path, run: Run) -> None:
    edit(files)

    refused, forced = run("pull"), run("pull", "laptop", "--force")

    assert refused.exit_code == 1
    assert "was edited and not applied" in refused.stderr
    assert forced.exit_code == 0
    assert LATE in (files / "templates.yaml").read_text()


def test_broken_files_count_as_edited(files: Path, run: Run) -> None:
    (files / "topics.yaml").write_text("topics: [")

    assert run("pull").exit_code == 1
    assert "topics.yaml" in run("apply").stderr
    assert (files / "topics.yaml").read_text() == "topics: ["


def test_what_somebody_else_edited_is_not_overwritten(files: Path, run: Run) -> None:
    run("pull", "other", first=True)
    edit(files)
    edit(files.parent / "other", "Enter the code", "Type the code")
    assert run("apply").exit_code == 0

    late = run("apply", "other")

    assert late.exit_code == 1
    assert "pull again" in late.stderr
    assert DraftItem.objects.get().key == "sorry_late"
    assert "changed since you pulled" in run("diff", "other").stderr


def test_a_folder_must_be_pulled_into_first(run: Run) -> None:
    for name in ("diff", "apply", "pull"):
        refused = run(name, "nowhere")
        assert refused.exit_code == 1
        assert "--panel" in refused.stderr


@pytest.mark.parametrize(
    ("token", "words"),
    [("", "set FIRSTLINE_PANEL_TOKEN"), ("flt_wrong", "send an access token")],
)
def test_without_a_good_token_nothing_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, token: str, words: str
) -> None:
    monkeypatch.setenv("FIRSTLINE_PANEL_TOKEN", token)

    refused = run("pull", first=True)

    assert refused.exit_code == 1
    assert words in refused.stderr
    assert not (tmp_path / "laptop").exists()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://desk.example/panel", "in the clear"),
        ("desk.example", "is no address"),
        ("http://127.0.0.1:1/panel", "did not answer"),
    ],
)
def test_a_token_goes_to_no_doubtful_address(run: Run, address: str, words: str) -> None:
    refused = run("pull", "laptop", "--panel", address, "--service", "shop")

    assert refused.exit_code == 1
    assert words in refused.stderr


def test_an_address_that_is_no_panel_says_so(run: Run, live_server: LiveServer) -> None:
    refused = run("pull", "laptop", "--panel", f"{live_server.url}/elsewhere", "--service", "shop")

    assert refused.exit_code == 1
    assert "is it the address of a panel?" in refused.stderr


@pytest.mark.usefixtures("shop")
def test_the_panel_shows_the_commands(as_: Callable[[Role], Client]) -> None:
    page = as_(Role.OWNER).get(reverse("export", args=("shop",))).content.decode()

    assert "firstline pull shop --panel http://testserver/panel --service shop" in page
