from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import MONDAY, with_template
from tests.unit.cli.conftest import Command

from firstline.domain.templates import TemplateExample, TemplateId
from firstline.learning.training import Trained, write
from firstline.release.store import ReleaseStore


@pytest.fixture
def next_release(store: Path, tiny_training: Trained) -> str:
    """Written, but not live."""
    release = tiny_training.release
    policy = replace(release.service.policy, suggestions=2)
    changed = replace(release, service=replace(release.service, policy=policy))
    return write(replace(tiny_training, release=changed), store)


def test_a_release_is_published_by_the_beginning_of_its_digest(
    firstline: Command, store: Path, next_release: str
) -> None:
    result = firstline("publish", next_release[:10], "--store", store)

    assert (result.exit_code, result.stdout) == (0, f"release {next_release[:12]} is live\n")
    assert ReleaseStore(store).live() == next_release


def test_the_last_publish_is_undone(firstline: Command, store: Path, next_release: str) -> None:
    releases = ReleaseStore(store)
    first = releases.live() or ""
    releases.publish(next_release, at=MONDAY + timedelta(days=1))
    result = firstline("rollback", "--store", store)

    assert (result.exit_code, result.stdout) == (0, f"release {first[:12]} is live again\n")
    assert releases.live() == first


def test_an_unknown_release_changes_nothing(firstline: Command, store: Path) -> None:
    live = ReleaseStore(store).live()
    result = firstline("publish", "zzz", "--store", store)

    assert result.exit_code == 1
    assert result.stderr == f"error: no release begins with 'zzz' in {store}\n"
    assert ReleaseStore(store).live() == live


def test_a_damaged_release_does_not_go_live(
    firstline: Command, store: Path, next_release: str
) -> None:
    live = ReleaseStore(store).live()
    (store / next_release / "thresholds.json").write_text("{}")
    result = firstline("publish", next_release, "--store", store)

    assert result.exit_code == 1
    assert "thresholds.json of release" in result.stderr
    assert ReleaseStore(store).live() == live


def test_a_release_that_breaks_its_own_examples_does_not_go_live(
    firstline: Command, store: Path, tiny_training: Trained
) -> None:
    live = ReleaseStore(store).live()
    digest = write(with_example(tiny_training, {"payment_type": "card"}), store)
    result = firstline("publish", digest, "--store", store)

    assert result.exit_code == 1
    assert result.stderr == (
        "error: the rules of this release contradict an example of its templates; correct"
        " templates.yaml and make another release\n"
        "paid_in_cash, example 1: this order should get the template, but the rule is false of it;"
        " correct the rule or the example\n"
        '    ✗ payment_type is "cash"  (payment_type = card)\n'
    )
    assert ReleaseStore(store).live() == live


def test_a_release_that_keeps_its_examples_goes_live(
    firstline: Command, store: Path, tiny_training: Trained
) -> None:
    digest = write(with_example(tiny_training, {"payment_type": "cash"}), store)
    result = firstline("publish", digest, "--store", store)

    assert result.exit_code == 0
    assert ReleaseStore(store).live() == digest


def with_example(trained: Trained, facts: Mapping[str, object]) -> Trained:
    """Train a release whose template for cash is meant for an order with these facts."""
    release = trained.release
    cash = release.service.template(TemplateId("paid_in_cash"))
    example = TemplateExample(gets_it=True, facts=facts)
    service = with_template(release.service, replace(cash, examples=(example,)))
    return replace(trained, release=replace(release, service=service))


def test_there_is_nothing_to_undo_at_first(firstline: Command, store: Path) -> None:
    result = firstline("rollback", "--store", store)

    assert result.exit_code == 1
    assert result.stderr == f"error: there is no earlier release in {store} to go back to\n"


def test_an_empty_store_has_nothing_to_evaluate(firstline: Command, tmp_path: Path) -> None:
    result = firstline("evaluate", tmp_path / "cases.csv", "--store", tmp_path / "none")

    assert result.exit_code == 1
    assert result.stderr == (
        f"error: no release is live in {tmp_path / 'none'}; publish one, or name one\n"
    )
