import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from tests.builders import MONDAY, with_template

from firstline.domain.errors import ReleaseCorrupt, ReleaseNotFound
from firstline.domain.policy import Budget, Costs
from firstline.domain.templates import TemplateExample
from firstline.learning.training import Trained, write
from firstline.release import codec, layout
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore


@pytest.fixture
def store(tiny_release_store: Path, tmp_path: Path) -> ReleaseStore:
    return ReleaseStore(copytree(tiny_release_store, tmp_path / "releases"))


@pytest.fixture
def folder(store: ReleaseStore) -> Path:
    return store.folder(store.live() or "")


def test_reading_gives_back_what_was_written(tiny_training: Trained, folder: Path) -> None:
    written, read = tiny_training.release, read_release(folder)
    assert read.service == written.service
    assert read.thresholds == written.thresholds
    assert read.scorecard == written.scorecard
    assert read.examples == written.examples
    assert read.golden == written.golden
    assert read.model.ranker == written.model.ranker
    assert read.model.rightness == written.model.rightness
    assert {topic: rows.tolist() for topic, rows in read.model.likeness.prototypes.items()} == {
        topic: rows.tolist() for topic, rows in written.model.likeness.prototypes.items()
    }
    ours, theirs = read.model.classifier, written.model.classifier
    assert (ours.weights == theirs.weights).all()
    assert (ours.bias == theirs.bias).all()
    assert ours.temperature == theirs.temperature
    assert ours.space.facts == theirs.space.facts
    assert ours.space.words.columns == theirs.space.words.columns
    heard, meant = read.model.sentiment, written.model.sentiment
    assert heard
    assert meant
    assert (heard.weights == meant.weights).all()
    assert (heard.bias == meant.bias).all()
    assert heard.temperatures == meant.temperatures


def test_a_release_without_sentiment_is_read_as_one(tiny_training: Trained, tmp_path: Path) -> None:
    release = tiny_training.release
    deaf = replace(release, model=replace(release.model, sentiment=None))
    digest = write(replace(tiny_training, release=deaf), tmp_path)

    assert not (tmp_path / digest / layout.SENTIMENT).exists()
    assert read_release(tmp_path / digest).model.sentiment is None


def test_the_examples_of_a_template_travel_with_the_release(
    tiny_training: Trained, tmp_path: Path
) -> None:
    facts = {"order_cost": "12.50", "options": ["pet"], "trips": 3, "is_business": True}
    example = TemplateExample(gets_it=True, facts=facts, because="a pet", received_at=MONDAY)
    release = tiny_training.release
    template = replace(release.service.templates[0], examples=(example,))
    service = with_template(release.service, template)
    digest = write(replace(tiny_training, release=replace(release, service=service)), tmp_path)

    assert read_release(tmp_path / digest).service == service


def test_a_release_from_before_there_were_examples_is_read(
    tiny_training: Trained, folder: Path
) -> None:
    content = json.loads((folder / layout.SERVICE).read_text())
    for template in content["templates"]:
        del template["examples"]
    older = with_content(folder, layout.SERVICE, json.dumps(content).encode())

    assert read_release(older).service == tiny_training.release.service


def with_content(folder: Path, name: str, content: bytes) -> Path:
    """Make the release that has another content in one file."""
    (folder / name).write_bytes(content)
    manifest = codec.MANIFEST.validate_json((folder / layout.MANIFEST).read_bytes())
    changed = replace(manifest, files={**manifest.files, name: layout.sha256(content)})
    (folder / layout.MANIFEST).write_bytes(changed.to_bytes())
    return folder.rename(folder.parent / changed.digest)


def test_the_same_content_has_the_same_digest(
    tiny_training: Trained, store: ReleaseStore, tmp_path: Path
) -> None:
    assert write(tiny_training, tmp_path / "elsewhere") == store.live()
    assert write(tiny_training, store.root) == store.live()


def test_a_release_holds_no_pickle(folder: Path) -> None:
    suffixes = {path.suffix for path in folder.rglob("*") if path.is_file()}
    assert suffixes == {".json", ".safetensors"}


@pytest.mark.parametrize("name", layout.FILES)
def test_a_changed_file_is_refused(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ReleaseCorrupt, match="publish another"):
        read_release(folder)


@pytest.mark.parametrize("name", [layout.MANIFEST, layout.WEIGHTS, layout.THRESHOLDS])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ReleaseCorrupt, match="cannot be read"):
        read_release(folder)


def test_a_changed_manifest_is_refused(folder: Path) -> None:
    path = folder / layout.MANIFEST
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"firstline": "9.9"}))
    with pytest.raises(ReleaseCorrupt, match="manifest"):
        read_release(folder)


def test_a_release_of_a_later_format_says_what_to_do(folder: Path) -> None:
    path = folder / layout.MANIFEST
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"format": layout.FORMAT + 1}))
    with pytest.raises(ReleaseCorrupt, match="train it again or install"):
        read_release(folder)


def test_the_model_part_keeps_its_digest_when_only_content_changes() -> None:
    files = dict.fromkeys(layout.FILES, "a")
    one = layout.Manifest(format=1, firstline="1", files=files)
    two = layout.Manifest(format=1, firstline="1", files=files | {layout.SERVICE: "b"})
    assert one.part("model/") == two.part("model/")
    assert one.part("content/") != two.part("content/")


def test_an_empty_store_has_nothing_live(tmp_path: Path) -> None:
    assert ReleaseStore(tmp_path / "none").live() is None


def test_a_release_is_found_by_the_beginning_of_its_digest(store: ReleaseStore) -> None:
    digest = store.live() or ""
    assert store.folder(digest[:8]).name == digest


@pytest.mark.parametrize("beginning", ["", "zzz", "../"])
def test_a_beginning_that_names_none_is_refused(store: ReleaseStore, beginning: str) -> None:
    (store.root / "another").mkdir()
    with pytest.raises(ReleaseNotFound):
        store.folder(beginning)


def test_roll_back_returns_to_the_release_before(
    store: ReleaseStore, other_release: Callable[[Path], str]
) -> None:
    first = store.live()
    second = store.publish(other_release(store.root), at=MONDAY + timedelta(days=1))
    assert store.live() == second != first
    assert store.roll_back(at=MONDAY + timedelta(days=2)) == first
    assert store.published() == [first, second, first]


def test_rolling_back_twice_undoes_two_publishes(
    store: ReleaseStore, other_release: Callable[[Path], str]
) -> None:
    first = store.live() or ""
    second = store.publish(other_release(store.root), at=MONDAY)
    store.publish(first, at=MONDAY)
    assert store.roll_back(at=MONDAY) == second
    assert store.roll_back(at=MONDAY) == first
    with pytest.raises(ReleaseNotFound, match="no earlier release"):
        store.roll_back(at=MONDAY)


def test_there_is_nothing_to_roll_back_to_at_first(store: ReleaseStore) -> None:
    with pytest.raises(ReleaseNotFound, match="no earlier release"):
        store.roll_back(at=MONDAY)


def test_a_damaged_pointer_says_what_to_do(store: ReleaseStore) -> None:
    (store.root / "live.json").write_text("{")
    with pytest.raises(ReleaseCorrupt, match="publish a release again"):
        store.live()


def test_a_failed_write_leaves_no_half_release(
    tiny_training: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_disk: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write(tiny_training, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "method",
    [
        Budget(share=0.2, per_day=None),
        Budget(share=None, per_day=300, keep_target=False),
        Costs(wrong_reply=20, agent_reply=4),
    ],
)
def test_a_method_is_read_as_it_was_written(tiny_training: Trained, method: Budget | Costs) -> None:
    service = tiny_training.release.service
    service = replace(service, policy=replace(service.policy, method=method))
    assert codec.SERVICE.validate_json(codec.to_json(codec.SERVICE, service)) == service
