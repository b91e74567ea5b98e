"""A worker that dies in the middle of a training leaves nothing half done."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.docs.pages import ROOT

PATIENCE_S = 180.0  # on a busy machine


@dataclass(frozen=True, slots=True)
class Site:
    """A panel's folder, with a job that waits for a worker."""

    folder: Path
    job: str

    def row(self) -> dict[str, Any]:
        columns = ("state", "attempts", "step", "error", "result")
        with closing(sqlite3.connect(self.folder / "panel.sqlite3", timeout=20)) as database:
            query = f"SELECT {', '.join(columns)} FROM jobs_job WHERE id = ?"  # noqa: S608 - ours
            return dict(zip(columns, database.execute(query, (self.job,)).fetchone(), strict=True))

    def wait_until(self, **wanted: object) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            row = self.row()
            if all(row[name] == value for name, value in wanted.items()):
                return row
            time.sleep(0.02)
        raise AssertionError(f"{self.row()} never became {wanted}")

    def let_time_pass(self) -> None:
        """As if the worker had been silent for long."""
        with closing(sqlite3.connect(self.folder / "panel.sqlite3", timeout=20)) as database:
            database.execute("UPDATE jobs_job SET beat_at = '2026-01-01 00:00:00'")
            database.commit()


def environment(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if "FIRSTLINE" not in name}
    settings = {"DJANGO_SETTINGS_MODULE": "firstline.panel.django_settings"}
    return {**own, **settings, "FIRSTLINE_PANEL_FOLDER": str(folder), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    told = tmp_path / "job"
    command = (sys.executable, "-m", "tests.integration.work.asking", str(told))
    subprocess.run(command, env=environment(tmp_path), cwd=ROOT, check=True)  # noqa: S603 - ours
    return Site(tmp_path, told.read_text())


def finish_waiting(site: Site, *options: str) -> None:
    command = (sys.executable, "-m", "firstline.cli.app", "worker", "--until-empty", *options)
    subprocess.run(command, env=environment(site.folder), check=True)  # noqa: S603 - ours


@contextmanager
def a_worker(site: Site) -> Iterator["subprocess.Popen[bytes]"]:
    command = (sys.executable, "-m", "firstline.cli.app", "worker")
    with subprocess.Popen(command, env=environment(site.folder)) as worker:  # noqa: S603 - ours
        try:
            yield worker
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=60)


def kill_midway(site: Site, *, attempt: int) -> None:
    with a_worker(site) as worker:
        site.wait_until(state="running", attempts=attempt, step="loading the encoder")
        worker.kill()
        worker.wait(timeout=60)
    assert site.row()["state"] == "running"  # nobody was left to say otherwise
    site.let_time_pass()


def releases(site: Site) -> list[Path]:
    found = (site.folder / "services" / "tiny" / "releases").glob("[!.]*")
    return [path for path in found if len(path.name) == 64]


def test_a_training_killed_midway_is_picked_up_again(site: Site) -> None:
    kill_midway(site, attempt=1)
    assert releases(site) == []

    with a_worker(site):
        row = site.wait_until(state="done")

    result = json.loads(row["result"])
    assert row["attempts"] == 2
    assert {path.name for path in releases(site)} == {result["release"], result["in_shadow"]}


def test_a_training_that_kills_its_worker_twice_has_failed(site: Site) -> None:
    kill_midway(site, attempt=1)
    kill_midway(site, attempt=2)

    with a_worker(site):
        row = site.wait_until(state="failed")

    assert row["attempts"] == 2
    assert "stopped twice" in row["error"]
    assert releases(site) == []


def test_a_worker_for_what_is_quick_leaves_a_training_to_others(site: Site) -> None:
    finish_waiting(site, "--only-quick")
    assert site.row()["state"] == "waiting"

    finish_waiting(site)
    assert site.row()["state"] == "done"
